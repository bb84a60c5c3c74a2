"""Messages, deliveries, campaigns."""

import datetime
import django.db.models.deletion
import portal.core.encryption.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, unique=True)),
                ('subject_zh', models.CharField(max_length=120, verbose_name='Subject in Chinese')),
                ('body_zh', models.TextField(max_length=2000, verbose_name='Text in Chinese')),
                ('subject_en', models.CharField(max_length=160, verbose_name='Subject in English')),
                ('body_en', models.TextField(max_length=3000, verbose_name='Text in English')),
            ],
            options={
                'ordering': ['kind'],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('name_zh', models.CharField(max_length=80, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='Name in English')),
                ('subject', models.CharField(max_length=120, verbose_name='Subject')),
                ('body', models.TextField(max_length=2000, verbose_name='Text')),
                ('send_on', models.DateField(verbose_name='Sent on')),
                ('roles', models.JSONField(default=list, verbose_name='To everybody who is')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('cancelled', 'Cancelled')], editable=False, max_length=20)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='And to')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Township')),
            ],
            options={
                'ordering': ['-send_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='The message template of a letter; empty for a digest', max_length=40)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS')], max_length=10)),
                ('day', models.DateField()),
                ('cause', models.CharField(blank=True, max_length=120)),
                ('address', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('address_digest', portal.core.encryption.fields.DigestField(blank=True, db_index=True, editable=False, max_length=64)),
                ('subject', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('body', portal.core.encryption.fields.EncryptedTextField(blank=True)),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('bounced', 'Bounced'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('state_since', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('person', 'channel', 'day'), name='delivery_once_a_day'),
                    models.UniqueConstraint(condition=models.Q(('cause', ''), _negated=True), fields=('channel', 'cause'), name='delivery_once_a_cause'),
                    models.CheckConstraint(condition=models.Q(models.Q(('cause', ''), ('person__isnull', False)), models.Q(('person__isnull', True), models.Q(('cause', ''), _negated=True)), _connector='OR'), name='delivery_to_a_person_or_for_a_cause'),
                ],
                'indexes': [
                    models.Index(fields=['state', 'not_before'], name='delivery_by_state'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCampaign',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('name_zh', models.CharField(max_length=80, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='Name in English')),
                ('subject', models.CharField(max_length=120, verbose_name='Subject')),
                ('body', models.TextField(max_length=2000, verbose_name='Text')),
                ('send_on', models.DateField(verbose_name='Sent on')),
                ('roles', models.JSONField(default=list, verbose_name='To everybody who is')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('cancelled', 'Cancelled')], editable=False, max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Township')),
            ],
            options={
                'verbose_name': 'historical campaign',
                'verbose_name_plural': 'historical campaigns',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMessageText',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(db_index=True, max_length=40)),
                ('subject_zh', models.CharField(max_length=120, verbose_name='Subject in Chinese')),
                ('body_zh', models.TextField(max_length=2000, verbose_name='Text in Chinese')),
                ('subject_en', models.CharField(max_length=160, verbose_name='Subject in English')),
                ('body_en', models.TextField(max_length=3000, verbose_name='Text in English')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical message text',
                'verbose_name_plural': 'historical message texts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalNotificationPreference',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('by_email', models.BooleanField(default=True, verbose_name='By e-mail')),
                ('by_sms', models.BooleanField(default=False, verbose_name='By SMS')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='Language')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0), verbose_name='Quiet from')),
                ('quiet_to', models.TimeField(default=datetime.time(7, 30), verbose_name='Quiet until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical notification preference',
                'verbose_name_plural': 'historical notification preferences',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('cause', models.CharField(max_length=120)),
                ('step', models.CharField(max_length=40)),
                ('due_on', models.DateField()),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('escalates', models.BooleanField(default=False, help_text="Whether it is about another's work")),
                ('url', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('deliveries', models.ManyToManyField(related_name='messages', to='messaging.delivery')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('person', 'cause', 'step'), name='message_once_a_step'),
                ],
                'indexes': [
                    models.Index(fields=['person', 'read_at'], name='message_by_person'),
                ],
            },
        ),
        migrations.CreateModel(
            name='NotificationPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_email', models.BooleanField(default=True, verbose_name='By e-mail')),
                ('by_sms', models.BooleanField(default=False, verbose_name='By SMS')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='Language')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0), verbose_name='Quiet from')),
                ('quiet_to', models.TimeField(default=datetime.time(7, 30), verbose_name='Quiet until')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preference', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
