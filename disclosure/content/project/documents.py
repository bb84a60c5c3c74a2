"""Projects on paper, in Chinese: for each its stages with day, words and money."""

from django.template.loader import render_to_string
from django.utils.translation import override

from disclosure.content.project.presenters import shown_projects
from disclosure.notices.models import Edition
from disclosure.posters.rules.content import PosterContent


def project_poster(edition: Edition) -> PosterContent | None:
    """Return the projects of an edition as they are put on a poster; None where there are none."""
    with override("zh-hans"):
        content = shown_projects(edition)
        if content is None:
            return None
        html = render_to_string("disclosure/content/project/print/projects.html", {"content": content})
    return PosterContent(html=html, amounts_unit="元", count=f"共 {len(content.courses)} 个项目")
