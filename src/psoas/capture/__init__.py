"""From a recording to points: decoding, the pose network, and the contour of the trunk."""
