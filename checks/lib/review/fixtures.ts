// SPDX-License-Identifier: GPL-2.0-only
// Made-up drivers of several subsystems, for samples.

export const LAMP_MMAP = `static int lamp_mmap(struct lamp *lamp, struct vm_area_struct *vma)
{
	if (vma->vm_end < vma->vm_start)
		return -EINVAL;

	return remap_lamp(lamp, vma);
}
`;

export const SHELF_IOCTL = `static int shelf_ioctl(struct shelf *shelf, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case SHELF_MOVE:
		return shelf_move(shelf, arg);
	default:
		return -ENOTTY;
	}
}
`;

/** A header of the whole kernel with flags of a rack, which several subsystems read. */
export const RACK_HEADER = `enum rack_flags {
	RACK_FLAG_LOCKED	= (1 << 0),
	RACK_FLAG_FIREPROOF	= (1 << 1),
};

bool rack_is_fireproof(struct rack *rack);
`;

export const RACK_CORE = `bool rack_is_fireproof(struct rack *rack)
{
	return rack->flags & RACK_FLAG_FIREPROOF;
}
`;

/** Another subsystem, which refuses where the flag is not set. */
export const STOVE_DRIVER = `static int stove_attach(struct stove *stove, struct rack *rack)
{
	if (!rack_is_fireproof(rack))
		return -EPERM;

	return stove_place(stove, rack);
}
`;

export const RACK_BOARD = `static int oak_rack_probe(struct rack *rack)
{
	rack->width = 80;

	return rack_register(rack);
}
`;
