"""Why somebody may not come in, by name."""

from citizen_api.problems import Problem, Said


class NotSignedIn(Problem):
    """A citizen is needed, and no token that is good now was sent."""

    name = "not-signed-in"
    status = 401
    title = "You must sign in"
    said = Said(
        "Cần đăng nhập bằng VNeID. Mã truy cập sống 10 phút, hãy làm mới nó.",
        "Sign in with VNeID. An access token lives for ten minutes: refresh it.",
    )


class SignInAgain(Problem):
    """The sign-in was not sure enough, or is too long ago (RFC 9470)."""

    name = "insufficient-user-authentication"
    status = 401
    title = "You must sign in again"
    said = Said(
        "Việc này cần đăng nhập VNeID mức cao hơn hoặc mới hơn; xem WWW-Authenticate.",
        "This needs a VNeID sign-in that is surer or newer; see WWW-Authenticate.",
    )
    recorded = True


class ScopeMissing(Problem):
    """The app was not allowed this by the person."""

    name = "insufficient-scope"
    status = 403
    title = "The app was not allowed to do this"
    said = Said(
        "Ứng dụng chưa được bạn cho phép làm việc này.",
        "You have not allowed the app to do this.",
    )
    recorded = True


class RoleMissing(Problem):
    """The caller does not hold the role that this needs, here and now."""

    name = "role-missing"
    status = 403
    title = "You do not hold the role that this needs"
    said = Said(
        "Bạn không có vai trò cần cho việc này, hoặc không ở nơi này.",
        "You do not hold the role that this needs, or not for this place.",
    )
    recorded = True


class ForgedEvent(Problem):
    """Nobody with the secret signed this event."""

    name = "forged-event"
    status = 401
    title = "The event is not signed by the sender"
    said = Said(
        "Chữ ký của sự kiện không đúng.",
        "The signature of the event is not right.",
    )


class OldEvent(Problem):
    """The event was signed too long ago, or in the future."""

    name = "old-event"
    status = 401
    title = "The event was signed too long ago"
    said = Said(
        "Sự kiện được ký cách đây quá 5 phút, hoặc ở tương lai. Hãy ký và gửi lại.",
        "The event was signed more than 5 minutes from now. Sign and send it again.",
    )


class KeyNeeded(Problem):
    """A key is needed, and none that is good now was sent."""

    name = "key-needed"
    status = 401
    title = "A key is needed"
    said = Said(
        "Cần khóa còn hiệu lực trong Authorization: Bearer. Khóa thử hp_test_… lấy ở"
        " POST /v1/sandbox/keys.",
        "A key that is good is needed in Authorization: Bearer. POST /v1/sandbox/keys"
        " gives a test key, hp_test_….",
    )


class KeyScopeMissing(Problem):
    """The key was not given this scope."""

    name = "key-scope-missing"
    status = 403
    title = "The key may not do this"
    said = Said(
        "Khóa này không có quyền làm việc đó.",
        "This key was not given the scope that this needs.",
    )


class NotInSandbox(Problem):
    """A test key does not open this."""

    name = "not-in-sandbox"
    status = 403
    title = "A test key does not open this"
    said = Said(
        "Khóa thử chỉ đọc dữ liệu công khai và làm những gì một điện thoại làm được.",
        "A test key reads what is public, and does what a phone may do.",
    )
