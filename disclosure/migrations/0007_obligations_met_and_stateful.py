"""Obligations keep by what they are met, notices by when they are due; exemptions stand on the workflow engine."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_head_of_unit"),
        ("disclosure", "0006_boards_posting_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedUntil",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("basis", models.CharField(max_length=64)),
                ("until", models.DateField()),
            ],
        ),
        migrations.AlterModelOptions(
            name="exemption",
            options={"ordering": ["-pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="exemption",
            name="exemption_decided_by_somebody",
        ),
        migrations.RemoveField(
            model_name="exemption",
            name="decided_at",
        ),
        migrations.RemoveField(
            model_name="exemption",
            name="decision_reason",
        ),
        migrations.RemoveField(
            model_name="exemption",
            name="said_at",
        ),
        migrations.RemoveField(
            model_name="historicalexemption",
            name="decided_at",
        ),
        migrations.RemoveField(
            model_name="historicalexemption",
            name="decision_reason",
        ),
        migrations.RemoveField(
            model_name="historicalexemption",
            name="said_at",
        ),
        migrations.AddField(
            model_name="exemption",
            name="state_since",
            field=models.DateTimeField(default=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC), editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="exemption",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="historicalexemption",
            name="state_since",
            field=models.DateTimeField(default=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC), editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="historicalexemption",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="notice",
            name="due_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="Counted by obligations, which keep its history",
                null=True,
                verbose_name="Due",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="due_provisional",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="notice",
            name="period_ends_on",
            field=models.DateField(default=datetime.date(2000, 1, 1), editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="obligation",
            name="met_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The notice that meets it as long as that is live",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.notice",
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="met_on",
            field=models.DateField(blank=True, help_text="Day on which that notice was first published", null=True),
        ),
        migrations.AddField(
            model_name="obligation",
            name="met_since",
            field=models.DateTimeField(blank=True, help_text="Since when it is met without a break", null=True),
        ),
        migrations.AddField(
            model_name="obligation",
            name="period_ends_on",
            field=models.DateField(default=datetime.date(2000, 1, 1), editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="exemption",
            name="state",
            field=models.CharField(
                choices=[
                    ("said", "To be checked"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("ended", "Ended"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalexemption",
            name="state",
            field=models.CharField(
                choices=[
                    ("said", "To be checked"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("ended", "Ended"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="notice",
            field=models.ForeignKey(
                blank=True,
                help_text="What is to meet an obligation of an event or a demand; the calendar's are found by their period",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="disclosure.notice",
            ),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.catalogueentry"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["period"], name="notice_by_period"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("sequence__isnull", True)),
                fields=["period_ends_on"],
                name="notice_by_end_of_period",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["period_ends_on"], name="obligation_by_end_of_period"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("met_by__isnull", True), ("voided_at__isnull", True)),
                fields=["due_on"],
                name="obligation_unmet",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "said"), ("decided_by__isnull", False), _connector="OR"),
                name="exemption_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("met_by__isnull", True), ("met_on__isnull", True), ("met_since__isnull", True)),
                    models.Q(("met_by__isnull", False), ("met_on__isnull", False), ("met_since__isnull", False)),
                    _connector="OR",
                ),
                name="obligation_met_by_something_on_a_day",
            ),
        ),
    ]
