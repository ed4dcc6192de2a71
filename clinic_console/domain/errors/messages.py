"""Errors in what was sent: by a device, a console or a user."""

from clinic_console.domain.errors.base import ClinicError


class BadInput(ClinicError):
    """What was sent cannot be taken."""

    code = "input.bad"
    advice = "Correct the named field and send it again."


class BadField(BadInput):
    """A field is missing or has a wrong value."""

    code = "input.field"


class WrongMethod(BadInput):
    """The address does not take this method."""

    code = "input.method"
    advice = "Use a method that the Allow header names."


class BadAddress(BadInput):
    """This is not the address of a hub."""

    code = "input.address"
    advice = "Write it as hub.example or https://hub.example. Your administrator knows it."


class NotEncrypted(BadInput):
    """An address with http:// would send passwords and vitals readable for others."""

    code = "input.not_encrypted"
    advice = "Write https:// instead of http://. Only a hub on this same PC needs no encryption."


class PasswordTooShort(BadField):
    """A password has at least 12 characters."""

    code = "input.password_short"
    advice = "Take a few words that nobody else would put together."


class PasswordsDiffer(BadField):
    """The two are not the same."""

    code = "input.password_differs"
    advice = "Write the new password twice, the same."


class NotAPin(BadField):
    """A PIN has 4 to 8 digits."""

    code = "input.pin"
    advice = "Write digits only."


class MalformedMessage(BadInput):
    """The message is not valid JSON or not of the protocol's form."""

    code = "message.malformed"
    advice = "Send the message as docs/device-protocol.md describes it. Nothing of this one was kept."


class UnknownMessage(BadInput):
    """The message has a type that the protocol does not have."""

    code = "message.unknown_type"
    advice = "Send only the message types of the protocol version that was agreed."


class MessageTooLarge(BadInput):
    """The message is larger than the limit."""

    code = "message.too_large"
    advice = "Split it into several messages. This one was not read."


class BadSequence(BadInput):
    """The sequence number does not follow the ones before it."""

    code = "message.bad_sequence"
    advice = "Number messages upwards by one, and resend only what was not acknowledged."


class BadReading(BadInput):
    """A value of the message is refused."""

    code = "value.bad"
    advice = "The other values of the message are kept. Do not send this one again."


class NotANumber(BadReading):
    """The value is not a number."""

    code = "value.not_a_number"


class NotFinite(BadReading):
    """The value is NaN or infinite."""

    code = "value.not_finite"
    advice = "Send null with a validity where there is no value. The others of the message are kept."


class OutOfRange(BadReading):
    """The value is outside what is physically possible."""

    code = "value.out_of_range"


class WrongUnit(BadReading):
    """The value's unit is not one that this parameter can be given in."""

    code = "value.wrong_unit"


class UnknownValidity(BadReading):
    """The value's validity is not one of valid, sensor_off, searching."""

    code = "value.unknown_validity"


class BadName(BadReading):
    """The parameter's name is not of the allowed form."""

    code = "value.bad_name"


class TooManyValues(BadReading):
    """The message has more values, or the device more kinds of message, than the limit."""

    code = "value.too_many"


class BadTime(BadReading):
    """The instant's time is missing or not a whole number of milliseconds."""

    code = "time.malformed"


class TimeTooOld(BadReading):
    """The instant is more than 24 hours old."""

    code = "time.too_old"
    advice = "Drop it. Report instants that were lost with a gap message."


class TimeInFuture(BadReading):
    """The instant lies more than 5 seconds in the future."""

    code = "time.in_future"
    advice = "Raise the clock number after setting the device's clock, and say its time in hello."


class TimeNotIncreasing(BadReading):
    """The instant is not later than the one before it."""

    code = "time.not_increasing"
    advice = "Send instants in order. Raise the clock number after setting the device's clock back."


class UnknownClock(BadReading):
    """The instant was measured under a clock number that the device never announced."""

    code = "time.unknown_clock"
    advice = "Say hello under a new clock number before sending what was measured under it."


class NotStorable(BadReading):
    """The database refuses this instant."""

    code = "value.not_storable"
