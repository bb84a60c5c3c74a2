"""Windows, and how they were rated."""

import django.db.models.deletion
import portal.core.encryption.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_system_actor'),
        ("accountability", "0004_supervision"),
    ]

    operations = [
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(editable=False, max_length=8, unique=True, verbose_name='Code')),
                ('name_zh', models.CharField(max_length=40, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='Name in English')),
                ('place_zh', models.CharField(blank=True, max_length=80, verbose_name='Where it is, in Chinese')),
                ('place_en', models.CharField(blank=True, max_length=100, verbose_name='Where it is, in English')),
                ('needs_slip', models.BooleanField(default=False, verbose_name='Only slips count')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['unit__code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'name_zh'), name='window_name_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalWindow',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_index=True, editable=False, max_length=8, verbose_name='Code')),
                ('name_zh', models.CharField(max_length=40, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='Name in English')),
                ('place_zh', models.CharField(blank=True, max_length=80, verbose_name='Where it is, in Chinese')),
                ('place_en', models.CharField(blank=True, max_length=100, verbose_name='Where it is, in English')),
                ('needs_slip', models.BooleanField(default=False, verbose_name='Only slips count')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical window',
                'verbose_name_plural': 'historical windows',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('printed_on', models.DateField()),
                ('is_used', models.BooleanField(default=False)),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='accountability.window')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SpentPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('day', models.DateField(db_index=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state_since', models.DateTimeField(editable=False)),
                ('state', models.CharField(choices=[('counted', 'Without words'), ('to_screen', 'Words to be looked at'), ('passed_on', 'Words passed on to the unit'), ('kept_back', 'Words kept back')], editable=False, max_length=20, verbose_name='State')),
                ('day', models.DateField(verbose_name='Day')),
                ('score', models.PositiveSmallIntegerField(choices=[(4, 'Very satisfied'), (3, 'Satisfied'), (2, 'Fairly satisfied'), (1, 'Not satisfied')], verbose_name='Rating')),
                ('by_slip', models.BooleanField()),
                ('has_words', models.BooleanField()),
                ('words', portal.core.encryption.fields.EncryptedTextField(blank=True, help_text='As they came, for the discipline office alone')),
                ('passed_words', portal.core.encryption.fields.EncryptedTextField(blank=True, help_text='As the unit reads them')),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='accountability.window')),
            ],
            options={
                'ordering': ['-day', '-pk'],
                'indexes': [models.Index(fields=['window', 'day'], name='rating_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['counted', 'to_screen', 'passed_on', 'kept_back'])), name='rating_state_known'), models.CheckConstraint(condition=models.Q(('score__in', [4, 3, 2, 1])), name='rating_score_known'), models.CheckConstraint(condition=models.Q(models.Q(('has_words', False), ('state', 'counted')), models.Q(models.Q(('state', 'counted'), _negated=True), ('has_words', True)), _connector='OR'), name='rating_with_words_is_looked_at')],
            },
        ),
    ]
