"""Units, people, posts and what is handed over."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='User name')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Mobile telephone')),
                ('is_active', models.BooleanField(default=True, verbose_name='May sign in')),
                ('is_system', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('username', models.CharField(db_index=True, max_length=60, verbose_name='User name')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Mobile telephone')),
                ('is_active', models.BooleanField(default=True, verbose_name='May sign in')),
                ('is_system', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical user',
                'verbose_name_plural': 'historical users',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='Code')),
                ('kind', models.CharField(choices=[('town', 'Township'), ('station', 'Station'), ('village', 'Village')], max_length=10, verbose_name='Kind')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(max_length=80, verbose_name='Name in English')),
                ('publishing_body_zh', models.CharField(blank=True, max_length=80, verbose_name='Publishing body in Chinese')),
                ('publishing_body_en', models.CharField(blank=True, max_length=100, verbose_name='Publishing body in English')),
                ('supervision_phone', models.CharField(blank=True, max_length=30, verbose_name='Supervision telephone')),
                ('supervision_contact', models.CharField(blank=True, max_length=60, verbose_name='Who answers it')),
                ('boards_zh', models.CharField(blank=True, max_length=200, verbose_name='Where the notice boards are, in Chinese')),
                ('boards_en', models.CharField(blank=True, max_length=200, verbose_name='Where the notice boards are, in English')),
                ('opinion_box_zh', models.CharField(blank=True, max_length=200, verbose_name='Opinion box, in Chinese')),
                ('opinion_box_en', models.CharField(blank=True, max_length=200, verbose_name='Opinion box, in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit', verbose_name='Part of')),
            ],
            options={
                'ordering': ['code'],
                'permissions': [('deputise', "May prepare notices for this unit in its clerk's place")],
            },
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('title_zh', models.CharField(max_length=60, verbose_name='Title in Chinese')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='Title in English')),
                ('duties_zh', models.CharField(blank=True, max_length=120, verbose_name='Duties in Chinese')),
                ('duties_en', models.CharField(blank=True, max_length=160, verbose_name='Duties in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Office telephone')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Order')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['unit__code', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('role', models.CharField(choices=[('clerk', 'Clerk'), ('supervisor', 'Supervision committee'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('publisher', 'Publisher'), ('handler', 'Petition handler'), ('leader', 'Leader'), ('secretary', 'Discipline secretary'), ('lay', 'Lay supervisor'), ('administrator', 'Administrator')], max_length=20, verbose_name='Role')),
                ('title_zh', models.CharField(max_length=60, verbose_name='Title in Chinese')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='Title in English')),
                ('is_head', models.BooleanField(default=False, help_text='Reminded together with the clerk of what the unit owes.', verbose_name='Head of the unit')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('given_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'ordering': ['unit__code', 'role', 'starts_on'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUnit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(db_index=True, max_length=20, verbose_name='Code')),
                ('kind', models.CharField(choices=[('town', 'Township'), ('station', 'Station'), ('village', 'Village')], max_length=10, verbose_name='Kind')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Name in Chinese')),
                ('name_en', models.CharField(max_length=80, verbose_name='Name in English')),
                ('publishing_body_zh', models.CharField(blank=True, max_length=80, verbose_name='Publishing body in Chinese')),
                ('publishing_body_en', models.CharField(blank=True, max_length=100, verbose_name='Publishing body in English')),
                ('supervision_phone', models.CharField(blank=True, max_length=30, verbose_name='Supervision telephone')),
                ('supervision_contact', models.CharField(blank=True, max_length=60, verbose_name='Who answers it')),
                ('boards_zh', models.CharField(blank=True, max_length=200, verbose_name='Where the notice boards are, in Chinese')),
                ('boards_en', models.CharField(blank=True, max_length=200, verbose_name='Where the notice boards are, in English')),
                ('opinion_box_zh', models.CharField(blank=True, max_length=200, verbose_name='Opinion box, in Chinese')),
                ('opinion_box_en', models.CharField(blank=True, max_length=200, verbose_name='Opinion box, in English')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Part of')),
            ],
            options={
                'verbose_name': 'historical unit',
                'verbose_name_plural': 'historical units',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStaffMember',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='Name in Latin letters')),
                ('title_zh', models.CharField(max_length=60, verbose_name='Title in Chinese')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='Title in English')),
                ('duties_zh', models.CharField(blank=True, max_length=120, verbose_name='Duties in Chinese')),
                ('duties_en', models.CharField(blank=True, max_length=160, verbose_name='Duties in English')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Office telephone')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='Order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical staff member',
                'verbose_name_plural': 'historical staff members',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPost',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('role', models.CharField(choices=[('clerk', 'Clerk'), ('supervisor', 'Supervision committee'), ('reviewer', 'Reviewer'), ('approver', 'Approver'), ('publisher', 'Publisher'), ('handler', 'Petition handler'), ('leader', 'Leader'), ('secretary', 'Discipline secretary'), ('lay', 'Lay supervisor'), ('administrator', 'Administrator')], max_length=20, verbose_name='Role')),
                ('title_zh', models.CharField(max_length=60, verbose_name='Title in Chinese')),
                ('title_en', models.CharField(blank=True, max_length=80, verbose_name='Title in English')),
                ('is_head', models.BooleanField(default=False, help_text='Reminded together with the clerk of what the unit owes.', verbose_name='Head of the unit')),
                ('starts_on', models.DateField(verbose_name='From')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('given_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='Unit')),
            ],
            options={
                'verbose_name': 'historical post',
                'verbose_name_plural': 'historical posts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='UnitGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='accounts.unit')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='user_no_superuser'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['town', 'station', 'village'])), name='unit_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'town'), ('parent__isnull', True)), models.Q(models.Q(('kind', 'town'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='unit_town_is_root'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['person', 'role', 'unit'], name='post_by_person'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'supervisor', 'reviewer', 'approver', 'publisher', 'handler', 'leader', 'secretary', 'lay', 'administrator'])), name='post_role_known'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'role', 'unit'), name='post_open_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('given_by')), _negated=True), name='post_not_to_oneself'),
        ),
        migrations.AddConstraint(
            model_name='unitgrant',
            constraint=models.UniqueConstraint(fields=('user', 'permission', 'content_object'), name='unitgrant_once'),
        ),
        migrations.AddConstraint(
            model_name='unitgrant',
            constraint=models.CheckConstraint(condition=models.Q(('user', models.F('given_by')), _negated=True), name='unitgrant_not_to_oneself'),
        ),
    ]
