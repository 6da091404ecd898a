"""What the HTTP interface itself refuses."""

from domain.kernel.refusals import Refusal


class InvalidParameter(Refusal):
    """A query parameter or a header that cannot be read."""

    code, status, template = "invalid_parameter", 422, "{name} must be {expected}."


class NotThereYet(Refusal):
    """The read model has not come as far as the caller asked for."""

    code, status = "not_there_yet", 503
    template = "The views have not reached position {at_least} yet. Try again in {retry_after} s."


class BodyTooLarge(Refusal):
    """More bytes than a body may have."""

    code, status, template = "body_too_large", 413, "A body may have {limit} bytes."


class NotJson(Refusal):
    """A body in another format."""

    code, status, template = "unsupported_media_type", 415, "Send application/json."


class NotForm(Refusal):
    """A form in another encoding than a page sends."""

    code, status, template = "not_a_form", 415, "Send application/x-www-form-urlencoded."


class CrossSite(Refusal):
    """A form that no page of ours sent."""

    code, status = "cross_site", 403
    template = "This form was sent from another site. Open the page here, and try again."


class BodyTooSlow(Refusal):
    """The body did not come."""

    code, status, template = "body_too_slow", 408, "The body did not come within {seconds} s."
