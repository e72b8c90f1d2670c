// SPDX-License-Identifier: GPL-2.0-only
import { BadParameter, TreeUnsuitable } from '../../../src/series/errors.ts';
import type { Variant } from '../../../src/series/topic.ts';
import { type Contract, mappableAs, type OptIn, restricted } from '../contract.ts';
import type { Layout } from '../layout/index.ts';
import { announces } from '../mappable-cap.ts';
import { asPosted } from './opt-in-ioctl/as-posted.ts';
import { FLAG, IOCTL, STRUCT } from './opt-in-ioctl/choice.ts';
import { byFeature, SET_FEATURE } from './opt-in-ioctl/feature.ts';
import { byIoctl } from './opt-in-ioctl/ioctl.ts';

/** The design that the RFC proposed: userspace says that it will leave the table alone, and may map the BAR. */
export const optInIoctl: Variant<Layout, Contract> = {
  id: 'opt-in-ioctl',
  title: 'opt-in ioctl',
  origin:
    'Alexey Kardashevskiy, the RFC itself (22 November 2017); supported by David Gibson (mails 1 and 3)',
  answer: `A user that sets up vectors through VFIO_DEVICE_SET_IRQS only says so by an ioctl; from then on the
region is described by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE and may be mapped whole.  A user that does not call it finds
what v4.15 gave: programs that rely on v4.16 break or map around the table.  The price is a new ioctl, and a choice that
the driver has to keep for each device that is open.`,
  today: `The RFC dropped the sparse mmap capability and announced nothing in its place; today's clients look for
VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, which came with v4.16, so the opt-in gives it.  Three holes of the RFC are closed (see
as-posted), and the opt-in fails where there is no table to map.  The ioctl's number is the one that is free on the newest
kernel, on older ones too.`,
  parameters: {
    'as-posted': {
      type: 'boolean',
      default: false,
      help: "the RFC's own code: never reset, can be withdrawn under live mappings, written without a lock, announced by nothing",
    },
    via: {
      type: 'string',
      choices: ['ioctl', 'feature'],
      help: 'how userspace opts in: by an ioctl of its own, as by default, or by VFIO_DEVICE_FEATURE, which reviewers ask for since v5.7',
    },
    number: {
      type: 'number',
      help: 'N of _IO(VFIO_TYPE, VFIO_BASE + N), or index of the feature; by default the first above those in use on the newest kernel known',
    },
  },
  client: ({ via }) =>
    via === 'feature'
      ? {
          OPTIN_IOCTL: 'VFIO_DEVICE_FEATURE',
          OPTIN_STRUCT: 'vfio_device_feature',
          OPTIN_FLAG: `(${SET_FEATURE.join('|')})`,
        }
      : { OPTIN_IOCTL: IOCTL, OPTIN_STRUCT: STRUCT, OPTIN_FLAG: FLAG },

  patches: (vfio, parameters) => {
    const { feature, driver } = vfio;
    const number = typeof parameters.number === 'number' ? parameters.number : undefined;
    if (parameters.via !== 'feature')
      return [parameters['as-posted'] === true ? asPosted(number) : byIoctl(vfio, number)];
    if (parameters['as-posted'] === true)
      throw new BadParameter({
        title: 'the RFC posted an ioctl, so there is no feature as posted',
        where: '--set as-posted, --set via=feature of opt-in-ioctl',
        hint: 'Leave out one of the two.',
      });
    if (!feature)
      throw new TreeUnsuitable({
        title: 'this tree has no device features (VFIO_DEVICE_FEATURE, since v5.7)',
        where: driver,
        hint: 'Use the ioctl there (--set via=ioctl), or a later tree.',
      });
    return [byFeature(vfio, feature, number)];
  },

  contract: (vfio, parameters) => {
    const posted = parameters['as-posted'] === true;
    const common = {
      after: mappableAs(announces(vfio, parameters)),
      shortArgsz: 'EINVAL',
      unknownFlags: 'EINVAL',
      badPointer: 'EFAULT',
      nothing: posted ? 'ok' : 'ENOTTY',
      liveMapping: 'kept',
    } as const;
    const kept = { ...common, afterWithdraw: 'opted', reopen: 'fresh' } as const;
    const optIn: OptIn =
      parameters.via === 'feature'
        ? { ...kept, flags: SET_FEATURE, withdraw: 'none' }
        : posted
          ? {
              ...common,
              ioctl: IOCTL,
              flags: [FLAG],
              withdraw: 'ok',
              afterWithdraw: 'fresh',
              reopen: 'opted',
            }
          : { ...kept, ioctl: IOCTL, flags: [FLAG], withdraw: 'EBUSY' };
    return { fresh: restricted, optIn, oldUserspace: 'around' };
  },
};
