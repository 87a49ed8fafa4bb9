"""What goes wrong between people, apps and VNeID."""

from citizen_api.problems import Problem, Said


class OtherAccount(Problem):
    """VNeID's name for the person and the number belong to two different people."""

    name = "other-account"
    status = 409
    title = "The account belongs to somebody else"
    said = Said(
        "Tài khoản VNeID và số định danh thuộc về hai người khác nhau ở đây."
        " Hãy liên hệ với chúng tôi.",
        "Here, the VNeID account and the citizen number belong to two different"
        " people. Please contact us.",
    )


class SyntheticPerson(Problem):
    """An invented person came where only real ones may."""

    name = "synthetic-person"
    status = 403
    title = "Invented people cannot sign in here"
    said = Said(
        "Số định danh này là số thử nghiệm, không dùng được ở đây.",
        "This citizen number is made up for tests and cannot be used here.",
    )


class SignInFailed(Problem):
    """VNeID did not confirm who is here, or its answer cannot be believed."""

    name = "sign-in-failed"
    status = 400
    title = "You are not signed in"
    said = Said(
        "Chưa đăng nhập được. Hãy thử lại từ đầu.",
        "You are not signed in. Please begin again.",
    )


class SignInUnavailable(Problem):
    """VNeID does not answer, or this service has no VNeID."""

    name = "sign-in-unavailable"
    status = 503
    title = "Signing in does not work at the moment"
    said = Said(
        "VNeID hiện không trả lời. Hãy thử lại sau giây lát.",
        "VNeID does not answer at the moment. Try again in a moment.",
    )
    retryable = True


class UnknownApp(Problem):
    """The app, or the address that it wants to be answered at, is not registered."""

    name = "unknown-app"
    status = 400
    title = "The app is not known here"
    said = Said(
        "Ứng dụng này hoặc địa chỉ trả lời của nó chưa được đăng ký.",
        "This app, or the address it wants to be answered at, is not registered.",
    )


class RequestOver(Problem):
    """The app's request was decided, or is too old."""

    name = "request-over"
    status = 410
    title = "This request is over"
    said = Said(
        "Yêu cầu này đã xong hoặc đã quá cũ. Hãy bắt đầu lại từ ứng dụng.",
        "This request is decided or too old. Begin again in the app.",
    )


class BadClient(Exception):
    """An app cannot be registered so; the text says why."""
