// SPDX-License-Identifier: GPL-2.0-only
// What SmPL can say of the prerequisite and the opt-in ioctl in the driver's .c file. It cannot say `case X:` in a
// switch, so the trees since 6.1 get the ioctl's function and no way to it; in the if-chain of 5.10 the command is
// asked for before the first one. An `if` that returns takes no
// statement behind it ("already tagged fake token"), so the refusal goes before the check of the bounds. Struct and uAPI header are other files,
// which the workbench edits too and spatch is not asked to.

@device@
identifier tag, vdev, caps;
@@
 static int msix_mmappable_cap(struct tag *vdev, struct vfio_info_cap *caps) { ... }

@sparse@
identifier device.tag;
identifier device.vdev;
identifier device.caps;
@@
+static int msix_sparse_mmap_cap(struct tag *vdev, struct vfio_info_cap *caps)
+{
+	u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
+	u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);
+	u64 bar_size = pci_resource_len(vdev->pdev, vdev->msix_bar);
+	struct vfio_region_info_cap_sparse_mmap *sparse;
+	u32 nr = 0;
+	int ret;
+
+	sparse = kzalloc(struct_size(sparse, areas, 2), GFP_KERNEL);
+	if (!sparse)
+		return -ENOMEM;
+
+	if (table_start) {
+		sparse->areas[nr].offset = 0;
+		sparse->areas[nr].size = table_start;
+		nr++;
+	}
+
+	if (table_end < bar_size) {
+		sparse->areas[nr].offset = table_end;
+		sparse->areas[nr].size = bar_size - table_end;
+		nr++;
+	}
+
+	sparse->header.id = VFIO_REGION_INFO_CAP_SPARSE_MMAP;
+	sparse->header.version = 1;
+	sparse->nr_areas = nr;
+
+	ret = vfio_info_add_capability(caps, &sparse->header,
+				       struct_size(sparse, areas, nr));
+	kfree(sparse);
+
+	return ret;
+}
+
 msix_mmappable_cap(...) { ... }

@gone depends on sparse@
@@
-msix_mmappable_cap(...) { ... }

@info@
expression index, caps;
identifier ret, vdev;
@@
-if (index == vdev->msix_bar) {
-	ret = msix_mmappable_cap(vdev, caps);
+if (index == vdev->msix_bar && !READ_ONCE(vdev->msix_mmap)) {
+	ret = msix_sparse_mmap_cap(vdev, caps);
 	...
 }

@refusal@
@@
+if (!READ_ONCE(vdev->msix_mmap) && index == vdev->msix_bar) {
+	u64 table_start = ALIGN_DOWN((u64)vdev->msix_offset, PAGE_SIZE);
+	u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);
+
+	if (req_start < table_end && req_start + req_len > table_start)
+		return -EINVAL;
+}
 if (req_start + req_len > phys_len)
 	return -EINVAL;

@opened@
identifier enable =~ "^vfio_pci(_core)?_enable$";
identifier pdev;
expression msix_pos;
@@
 enable(...)
 {
 <...
+vdev->msix_mmap = false;
 msix_pos = pdev->msix_cap;
 ...>
 }

@commanded@
identifier dispatch =~ "^vfio_pci(_core)?_ioctl$";
identifier device.tag;
type T;
attribute name __user;
@@
+static int vfio_pci_ioctl_pci_allow_msix_mmap(struct tag *vdev,
+					      struct vfio_pci_allow_msix_mmap __user *arg)
+{
+	unsigned long minsz = offsetofend(struct vfio_pci_allow_msix_mmap, flags);
+	struct vfio_pci_allow_msix_mmap hdr;
+
+	if (copy_from_user(&hdr, arg, minsz))
+		return -EFAULT;
+
+	if (hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)
+		return -EINVAL;
+
+	if (!(hdr.flags & VFIO_PCI_ALLOW_MSIX_MMAP))
+		return READ_ONCE(vdev->msix_mmap) ? -EBUSY : 0;
+
+	WRITE_ONCE(vdev->msix_mmap, true);
+
+	return 0;
+}
+
 T dispatch(...) { ... }

@dispatched@
identifier dispatch =~ "^vfio_pci(_core)?_ioctl$";
identifier cmd;
statement S;
@@
 dispatch(...)
 {
 <...
+if (cmd == VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP)
+	return vfio_pci_ioctl_pci_allow_msix_mmap(vdev, (void __user *)arg);
 if (cmd == VFIO_DEVICE_GET_INFO) S
 ...>
 }
