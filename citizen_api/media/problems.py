"""Why a photo is not taken, by name."""

from citizen_api.problems import Busy, Problem, Said


class UnsupportedPhoto(Problem):
    """It is no JPEG, PNG or WebP, whatever its name says."""

    name = "unsupported-photo"
    status = 415
    title = "Only JPEG, PNG and WebP photos are taken"
    said = Said(
        "Chỉ nhận ảnh JPEG, PNG hoặc WebP.",
        "Only photos in JPEG, PNG or WebP are taken.",
    )


class UnreadablePhoto(Problem):
    """It is empty, cut off or broken."""

    name = "unreadable-photo"
    status = 422
    title = "The photo cannot be read"
    said = Said(
        "Ảnh bị hỏng hoặc tải lên chưa hết. Hãy gửi lại ảnh gốc.",
        "The photo is broken, or only a part of it came. Send the original again.",
    )


class PhotoDimensions(Problem):
    """It has too many pixels to be looked at safely, or too few to show anything."""

    name = "photo-dimensions"
    status = 422
    title = "The photo has too many or too few pixels"
    said = Said(
        "Ảnh có quá nhiều hoặc quá ít điểm ảnh.",
        "The photo has too many or too few pixels.",
    )


class AnimatedPhoto(Problem):
    """It moves."""

    name = "animated-photo"
    status = 422
    title = "The photo must not be animated"
    said = Said(
        "Không nhận ảnh động. Hãy gửi một ảnh tĩnh.",
        "Animations are not taken. Send a single picture.",
    )


class PhotoTooHeavy(Problem):
    """It is more than 8 MB."""

    name = "photo-too-large"
    status = 413
    title = "The photo is larger than 8 MB"
    said = Said(
        "Ảnh lớn hơn 8 MB. Hãy thu nhỏ rồi gửi lại.",
        "The photo is larger than 8 MB. Make it smaller and send it again.",
    )


class SlowUpload(Problem):
    """It came so slowly that others had to wait."""

    name = "slow-upload"
    status = 408
    title = "The photo came too slowly"
    said = Said(
        "Ảnh tải lên quá chậm. Hãy gửi lại khi mạng tốt hơn, hoặc thu nhỏ ảnh.",
        "The photo came too slowly. Try a better network, or a smaller photo.",
    )
    retryable = True


class TooManyPhotos(Problem):
    """The review or venue has as many as it may have."""

    name = "too-many-photos"
    status = 409
    title = "No more photos fit here"
    said = Said(
        "Đã đủ số ảnh. Hãy xóa một ảnh rồi thêm ảnh khác.",
        "There are as many photos as there may be. Delete one to add another.",
    )


class BusyWithPhotos(Busy):
    """Too many photos come in at once; trying again in a moment helps."""

    name = "busy-with-photos"
    title = "Too many photos are coming in"
    said = Said(
        "Đang có nhiều ảnh được gửi lên. Hãy thử lại sau giây lát.",
        "Many photos are being sent at this moment. Try again in a moment.",
    )


PHOTO_PROBLEMS: tuple[type[Problem], ...] = (
    UnsupportedPhoto,
    UnreadablePhoto,
    PhotoDimensions,
    AnimatedPhoto,
    PhotoTooHeavy,
    SlowUpload,
    TooManyPhotos,
    BusyWithPhotos,
)
"""What every door that takes a photo may answer, for the OpenAPI file."""
