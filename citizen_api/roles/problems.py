"""What goes wrong when a role is granted."""

from citizen_api.problems import Problem, Said


class AlreadyHeld(Problem):
    """The person holds the role there already, for a time that overlaps."""

    name = "role-already-held"
    status = 409
    title = "The person holds this role already"
    said = Said(
        "Người này đã có vai trò đó ở nơi đó trong thời gian ấy.",
        "The person holds this role there already, at that time.",
    )


class OwnRole(Problem):
    """Somebody would give a role to themselves."""

    name = "own-role"
    status = 403
    title = "Nobody gives a role to themselves"
    said = Said(
        "Không ai tự cấp vai trò cho mình. Hãy nhờ một quản trị viên khác.",
        "Nobody gives a role to themselves. Ask another administrator.",
    )
    recorded = True
