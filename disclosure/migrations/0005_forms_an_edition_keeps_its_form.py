"""An edition keeps the form it was begun with; which forms an item may name, the portal's registrations say."""

from django.db import migrations, models

# What is published stands, and cannot be changed: the column it gets here says nothing new of it.
FILL = """
ALTER TABLE disclosure_edition DISABLE TRIGGER disclosure_edition_stands;
UPDATE disclosure_edition AS edition SET form = CASE
    WHEN EXISTS (SELECT 1 FROM disclosure_statement WHERE edition_id = edition.id) THEN 'statement'
    WHEN EXISTS (SELECT 1 FROM disclosure_allocationline WHERE edition_id = edition.id) THEN 'allocation'
    WHEN entry.form IN ('statement', 'allocation') THEN entry.form
    ELSE 'text'
END
FROM disclosure_notice AS notice JOIN disclosure_catalogueentry AS entry ON entry.id = notice.entry_id
WHERE notice.id = edition.notice_id;
ALTER TABLE disclosure_edition ENABLE TRIGGER disclosure_edition_stands;
UPDATE disclosure_historicaledition AS record SET form = edition.form
FROM disclosure_edition AS edition WHERE edition.id = record.id;
"""


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_new_content_in_drafts_only")]
    operations = [
        migrations.RemoveConstraint(model_name="catalogueentry", name="entry_form_known"),
        migrations.AlterField(
            model_name="catalogueentry",
            name="form",
            field=models.CharField(max_length=15, verbose_name="Form"),
        ),
        migrations.AlterField(
            model_name="historicalcatalogueentry",
            name="form",
            field=models.CharField(max_length=15, verbose_name="Form"),
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="form",
                field=models.CharField(
                    default="text",
                    editable=False,
                    help_text="As the catalogue had it when it was begun",
                    max_length=15,
                ),
                preserve_default=False,
            )
            for name in ("edition", "historicaledition")
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
