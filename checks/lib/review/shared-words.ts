// SPDX-License-Identifier: GPL-2.0-only
// Made-up drivers that write words of objects which others share, for samples.

export const LAMP_JOIN = `static int lamp_join(struct device *dev)
{
	int ret;

	ret = lamp_link(dev);
	if (ret)
		goto out_release;

	return 0;

out_release:
	lamp_release(dev);
	return ret;
}
`;

export const KETTLE_ATTACH = `static int kettle_attach(struct kettle *kettle)
{
	int err;

	err = kettle_fill(kettle);
	if (err)
		return err;

	kettle->full = true;

	return 0;
}
`;

export const ROOM_HEADER = `enum room_flags {
	ROOM_WARM	= 1,
	ROOM_DRY	= 2,
};
`;

export const PORT_HEADER = '#define PORT_WIDE\t0\n#define PORT_LONG\t1\n';
