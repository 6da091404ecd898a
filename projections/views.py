"""Every view there is: those of the subjects, and the two that tell of all."""

from projections.audit.projector import VIEW as AUDIT
from projections.feed.projector import VIEW as FEED
from projections.subjects import SUBJECTS

VIEWS = (*(view for subject in SUBJECTS for view in subject.views), FEED, AUDIT)
