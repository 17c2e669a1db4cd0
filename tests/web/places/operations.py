"""Where the addresses of the site's keepers lead."""

from __future__ import annotations

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from cascais.web.members.models import Member


def places(gabrovo: Member) -> dict[str, object]:
    row = DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cascais.web.operations.jobs.purging.purge",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="builtins.OSError",
        traceback="The disk is full.",
    )
    return {"again:pk": row.pk}
