// SPDX-License-Identifier: GPL-2.0-only
// What the region flag is in the driver's .c file, from the pristine tree at once: without the way through the
// prerequisite, which the workbench does take. It cannot say that the outer braces go with the inner branch, nor
// add the flag to the uAPI header.

@info@
expression R, caps;
identifier ret, vdev, index;
@@
(
-if (R.index == vdev->msix_bar) {
-	ret = msix_mmappable_cap(vdev, caps);
-	...
-}
+if (R.index == vdev->msix_bar)
+	R.flags |= VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;
|
-if (R->index == vdev->msix_bar) {
-	ret = msix_mmappable_cap(vdev, caps);
-	...
-}
+if (R->index == vdev->msix_bar)
+	R->flags |= VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;
)

@capability depends on info@
@@
-msix_mmappable_cap(...) { ... }
