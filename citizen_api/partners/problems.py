"""What can go wrong with keys and webhooks, by name."""

from citizen_api.problems import Problem, Said


class TestKeyNeeded(Problem):
    """Only a test key has a sandbox."""

    name = "test-key-needed"
    status = 403
    title = "Only a test key has a sandbox"
    said = Said(
        "Chỉ khóa thử hp_test_… mới có sandbox.",
        "Only a test key, hp_test_…, has a sandbox.",
    )


class AddressRefused(Problem):
    """A webhook may not go there."""

    name = "address-refused"
    status = 422
    title = "The address cannot be called"
    said = Said(
        "Địa chỉ phải là https:// của một máy chủ công khai trên internet.",
        "The address must be https:// of a host on the open internet.",
    )


class TooManyWebhooks(Problem):
    """The key has as many webhooks as one may have."""

    name = "too-many-webhooks"
    status = 409
    title = "The key has too many webhooks"
    said = Said(
        "Mỗi khóa có nhiều nhất 10 webhook. Hãy xóa bớt.",
        "A key has ten webhooks at most. Delete one first.",
    )


class WebhookOff(Problem):
    """The webhook is switched off."""

    name = "webhook-off"
    status = 409
    title = "The webhook is off"
    said = Said(
        "Webhook đang tắt; hãy bật lại bằng PATCH active: true.",
        "The webhook is off; PATCH active: true switches it on again.",
    )
