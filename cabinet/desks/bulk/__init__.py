"""Many rejections corrected in one act: read, changed by a rule, checked whole, sent, gone on with after a crash."""
