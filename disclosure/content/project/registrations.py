"""What this form registers with the rest of the portal."""

from django.utils.translation import gettext_lazy as _

from disclosure.content.project.documents import project_poster
from disclosure.content.project.models import StageLine
from disclosure.content.project.presenters import project_paths, projects_on_board, shown_projects
from disclosure.lists.registrations import register_list
from disclosure.lists.registry import Column, ListForm
from portal.core.sections import Section
from portal.site.registry import SITEMAP, UNIT_SECTIONS, SitemapPages

register_list(
    ListForm(
        key="project",
        order=45,
        label=_("Project"),
        model=StageLine,
        heading=_("Stage by stage"),
        group="project",
        template="disclosure/content/project/_projects.html",
        presenter=shown_projects,
        poster=project_poster,
        columns=(
            Column("project", ("项目名称", "工程名称"), is_repeated=True),
            Column("stage", ("项目阶段", "进展阶段")),
            Column("ended_on", ("日期", "时间")),
            Column("what", ("内容", "进展情况")),
            Column("party", ("中标单位", "施工单位", "承建单位")),
            Column("amount", ("合同价", "中标价")),
            Column("note", ("备注",)),
        ),
    )
)
UNIT_SECTIONS.register(Section("projects", 30, "disclosure/content/project/_of_unit.html", projects_on_board))
SITEMAP.register(SitemapPages("disclosure.projects", 55, project_paths))
