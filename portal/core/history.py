"""What history tables keep of rows that are deleted."""

from django.apps import apps
from django.db import router
from django.db.models import CASCADE, ForeignKey, Model, Q
from django.db.models.deletion import Collector


def delete_with_history(row: Model) -> None:
    """Delete a row with all that hangs on it, and what history tables tell of them, of rows long gone too.

    For what nobody but its writers ever saw: elsewhere history outlives its rows.
    """
    collector = Collector(using=router.db_for_write(type(row)))
    collector.collect([row])
    gone = {model: {one.pk for one in rows} for model, rows in collector.data.items()}
    row.delete()
    for model in apps.get_models():
        if name := getattr(model._meta, "simple_history_manager_attribute", ""):
            told = Q(**{f"{model._meta.pk.attname}__in": gone[model]}) if model in gone else Q(pk__in=[])
            for field in model._meta.get_fields():
                if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE:
                    told |= Q(**{f"{field.attname}__in": gone.get(field.related_model, set())})
            getattr(model, name).filter(told).delete()
