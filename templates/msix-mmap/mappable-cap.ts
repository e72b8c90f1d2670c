// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../src/c/edit.ts';
import type { Expression, Statements } from '../../src/c/fragment.ts';
import type { ParameterSpec, Parameters } from '../../src/series/topic.ts';
import type { Layout } from './layout/index.ts';

/** Since v4.16 (commit a32295c612c5); QEMU and DPDK map the table's pages where they find it, and only there. */
export const MAPPABLE_CAP = 'VFIO_REGION_INFO_CAP_MSIX_MAPPABLE';

const BY_HEADER: Statements = `	struct vfio_info_cap_header header = {
		.id = ${MAPPABLE_CAP},
		.version = 1
	};

	return vfio_info_add_capability(caps, &header, sizeof(header));
`;

const BY_ID: Statements = `	struct vfio_info_cap_header *header;

	header = vfio_info_cap_add(caps, sizeof(*header),
				   ${MAPPABLE_CAP}, 1);

	return PTR_ERR_OR_ZERO(header);
`;

/** The function that adds the capability, as mainline has it. */
export const mappableCap = (vfio: Layout) => ({
  name: 'msix_mmappable_cap',
  body: vfio.addsCapabilityBy === 'header' ? BY_HEADER : BY_ID,
});

/** The parameter of designs that were proposed before the capability existed. */
export const AS_POSTED: ParameterSpec = {
  type: 'boolean',
  default: false,
  help: `as the thread had it: a table that may be mapped is not announced by ${MAPPABLE_CAP}, which came later`,
};

/** Whether a table that may be mapped is announced by the capability: the tree has it, and nobody asks for the past. */
export const announces = (vfio: Layout, parameters: Parameters): boolean =>
  parameters['as-posted'] !== true && vfio.uapi.defines(MAPPABLE_CAP);

/** Where `when` holds the region has the capability instead of sparse areas; without one it has neither. */
export const announcedWhere = (
  vfio: Layout,
  parameters: Parameters,
  when: Expression,
  otherwise: Expression,
): Edit[] =>
  announces(vfio, parameters)
    ? vfio.regionInfo.choosesCapability({ ...mappableCap(vfio), when })
    : vfio.regionInfo.asksForCapability([otherwise]);

/** What the header says besides, of the kernels that are there already. */
export const ALWAYS_GIVEN = 'Kernels without this restriction, from v4.16 on, always give it.';

/** What the header says of it where it is not always given. */
export const explained = (vfio: Layout, parameters: Parameters, text: string): Edit[] =>
  announces(vfio, parameters) ? vfio.uapi.explains(MAPPABLE_CAP, text) : [];
