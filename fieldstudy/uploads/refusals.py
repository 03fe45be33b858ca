"""Why a file was not taken. What had arrived before stays as it was, unless said otherwise."""


class UploadRefused(Exception):
    """The common kind: catch this one to keep what the person still has."""


class Closed(UploadRefused):
    """The study is over."""


class TypeRefused(UploadRefused):
    """No entry can hold a file of this type."""


class TooLarge(UploadRefused):
    """The file is larger than its type may be.

    Attributes:
        most: the largest allowed size, in bytes.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} bytes.")
        self.most = most


class Empty(UploadRefused):
    """The file holds nothing: some web views hand over empty files instead of an error."""


class QuotaUsed(UploadRefused):
    """The participant has sent as much as anybody may."""


class OtherContent(UploadRefused):
    """The same client id was used before, for a file of another size or digest."""


class WrongOffset(UploadRefused):
    """The piece does not begin where the file ends so far.

    Attributes:
        offset: where it ends, in bytes.
    """

    def __init__(self, offset: int) -> None:
        super().__init__(f"The file ends at {offset}.")
        self.offset = offset


class PastTheEnd(UploadRefused):
    """The piece is longer than what is missing."""


class WrongDigest(UploadRefused):
    """All bytes are there but they are not the file that was announced; it starts again at 0."""


class Gone(UploadRefused):
    """The upload was deleted while the piece was on its way."""
