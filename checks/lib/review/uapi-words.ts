// SPDX-License-Identifier: GPL-2.0-only
// Made-up headers of the UAPI, for samples.

export const LAMP_UAPI = `/*
 * The lamp can be dimmed: userspace need not switch it off at night.
 */
#define LAMP_INFO_CAP_DIMS	3
`;

export const KETTLE_UAPI = `/* Attributes of a kettle: sings when it boils. */
#define KETTLE_ATTR_SINGS	2
`;
