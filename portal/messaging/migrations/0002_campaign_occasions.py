"""What a campaign is sent for, to which kinds of units, and how many received it."""

from django.conf import settings
from django.db import migrations, models

OF_NAME = (("春节", "spring"), ("中秋", "mid_autumn"))


def count_sent(apps, schema_editor):
    """Note of campaigns that were sent to how many, and for which festival those from a ready-made text were."""
    message = apps.get_model("messaging", "Message")
    for campaign in apps.get_model("messaging", "Campaign").objects.all():
        campaign.occasion = next((key for name, key in OF_NAME if name in campaign.name_zh), "other")
        if campaign.state == "sent":
            campaign.received = message.objects.filter(cause=f"campaign:{campaign.pk}").count()
        campaign.save(update_fields=["occasion", "received"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_system_actor'),
        ('messaging', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='kinds',
            field=models.JSONField(blank=True, default=list, help_text='Every kind of unit where none is chosen.', verbose_name='In'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='occasion',
            field=models.CharField(choices=[('spring', 'Spring Festival'), ('qingming', 'Qingming'), ('labour', 'Labour Day'), ('dragon_boat', 'Dragon Boat Festival'), ('mid_autumn', 'Mid-Autumn'), ('national', 'National Day'), ('promotion', 'Promotion'), ('case', 'Handling of a case'), ('project', 'Approval of a project'), ('risk', 'Early warning'), ('other', 'Something else')], default='other', max_length=12, verbose_name='Occasion'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='read_of_forgotten',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='How many of the messages that are kept no longer had been read'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='received',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many were sent it', null=True),
        ),
        migrations.AddField(
            model_name='historicalcampaign',
            name='kinds',
            field=models.JSONField(blank=True, default=list, help_text='Every kind of unit where none is chosen.', verbose_name='In'),
        ),
        migrations.AddField(
            model_name='historicalcampaign',
            name='occasion',
            field=models.CharField(choices=[('spring', 'Spring Festival'), ('qingming', 'Qingming'), ('labour', 'Labour Day'), ('dragon_boat', 'Dragon Boat Festival'), ('mid_autumn', 'Mid-Autumn'), ('national', 'National Day'), ('promotion', 'Promotion'), ('case', 'Handling of a case'), ('project', 'Approval of a project'), ('risk', 'Early warning'), ('other', 'Something else')], default='other', max_length=12, verbose_name='Occasion'),
        ),
        migrations.AddField(
            model_name='historicalcampaign',
            name='received',
            field=models.PositiveIntegerField(blank=True, editable=False, help_text='How many were sent it', null=True),
        ),
        migrations.AddIndex(
            model_name='campaign',
            index=models.Index(fields=['unit', 'send_on'], name='campaign_by_day'),
        ),
        migrations.RunPython(count_sent, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('occasion__in', ['spring', 'qingming', 'labour', 'dragon_boat', 'mid_autumn', 'national', 'promotion', 'case', 'project', 'risk', 'other'])), name='campaign_occasion_known'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('received', None)), _connector='OR'), name='campaign_received_once_sent'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('read_of_forgotten', 0), ('read_of_forgotten__lte', models.F('received')), _connector='OR'), name='campaign_read_by_those_who_received'),
        ),
    ]
