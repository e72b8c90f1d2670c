// SPDX-License-Identifier: GPL-2.0-only
// Made-up cores that ask a driver's hook, for samples.

export const LAMP_EXPORT = `int lamp_core_get_range(struct lamp *lamp, struct lamp_range *range)
{
	return lamp_phys(lamp, range);
}

int lamp_export(struct lamp *lamp, struct lamp_range *range)
{
	int ret;

	ret = lamp->ops->get_range(lamp, range);
	if (ret)
		return ret;

	return lamp_fd(lamp, range);
}
`;

export const ROUTE_ADD = `int road_plain_connect(struct road *road, struct place *to)
{
	return road_pave(road, to);
}

int road_add(struct road *road, struct place *to)
{
	int err;

	err = road->bridge_ops->connect(road, to);
	if (err)
		goto out;

	road->length++;
out:
	return err;
}
`;
