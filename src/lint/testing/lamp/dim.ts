// SPDX-License-Identifier: GPL-2.0-only
import type { TopLevel } from '../../../c/fragment.ts';
import type { Variant } from '../../../series/topic.ts';
import type { Layout } from './layout.ts';

const IOCTL = 'LAMP_DIM';

const DEFINES: TopLevel = `#define ${IOCTL}\t_IO('L', 1)
`;

export const dim: Variant<Layout, { flags: string[]; ioctl: string }> = {
  id: 'dim',
  title: 'dim',
  origin: 'nobody; a sample',
  parameters: { twice: { type: 'boolean', default: false, help: 'goes out; then comes back' } },
  patches: (_, { twice }) => [
    {
      subject: 'lamp: Let userspace dim the lamp',
      body: `A lamp that is on is too bright;
this dims it.`,
      edits: (lamp) => [
        ...lamp.gainsMember('\tbool dimmed;\n'),
        ...lamp.header.gains(DEFINES),
        ...lamp.gainsCommand({
          name: IOCTL,
          body: twice
            ? '\tlamp->dimmed = !lamp->dimmed;\n\n\treturn 0;\n'
            : `	if (lamp->dimmed)
		return -EBUSY;

	lamp->dimmed = true;

	return 0;
`,
        }),
      ],
    },
  ],
  contract: () => ({ flags: ['LAMP_FLAG_ON'], ioctl: IOCTL }),
};
