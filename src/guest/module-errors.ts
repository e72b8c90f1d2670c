// SPDX-License-Identifier: GPL-2.0-only
import type { Failure } from '../failure.ts';
import { ModuleInUse, ModuleRefused, ModuleUnsigned, ParameterRefused, TestsFailed } from './failures.ts';
import type { RunVerdict } from './verdict.ts';

/** What the guest's init said of a module, and what stands around it. */
export interface ModuleError {
  /** `load lamp: EKEYREJECTED (Key was rejected by service)`, `unload lamp: EBUSY (…)` (kernel-tests/init/module.c). */
  readonly error: string;
  /** `boot`, `cell lamp`. */
  readonly where: string;
  /** The console's last lines. */
  readonly tail: string;
  /** Whether programs of the cell ran before. */
  readonly ran: boolean;
}

/** The kernel's own words where it takes signed modules only (kernel/module/signing.c, security/lockdown). */
const UNSIGNED =
  /Loading of (?:unsigned module|module with \w+(?: \w+)*) is rejected|unsigned module loading is restricted/;
/** kernel/params.c, as a module is loaded. */
const REFUSED_VALUE = /(\w+): `([^']*)' (invalid|too large) for parameter `([^']*)'/;
/** finit_module(2) gives these for a signature alone. */
const OF_SIGNATURES = ['EKEYREJECTED', 'ENOKEY', 'EBADMSG'];

/** Why a module did not come or go; undefined where the error is of something else. */
export function moduleFailure(told: ModuleError): { verdict: RunVerdict; failure: Failure } | undefined {
  const { error, where, tail, ran } = told;
  const [, act, module = '', errno = ''] = /^(load|unload) (\S+): (E[A-Z]+)\b/.exec(error) ?? [];
  const detail = [error, tail].filter(Boolean).join('\n');
  if (act === 'unload') {
    const busy = errno === 'EBUSY';
    const failure = ran
      ? new TestsFailed({
          title: `the tests ran, and the module ${module} could not be unloaded afterwards${busy ? ': it is in use' : ` (${errno})`}`,
          ...{ where, detail },
          hint: 'Look for a reference to the device or the module that the change never drops, or for a test that leaves something open or mounted.',
        })
      : new ModuleInUse({
          title: `the module ${module} cannot be swapped: ${busy ? 'it is in use' : errno}`,
          ...{ where, detail },
          hint: 'Something in the guest holds it: a device, a mount, another module. Swap those that use it with it, or take the device out of the machine.',
        });
    return { verdict: ran ? 'FAIL' : 'MISS', failure };
  }
  const refused = act === 'load' && !ran ? REFUSED_VALUE.exec(tail) : null;
  if (refused) {
    const [, owner, value, what, parameter] = refused;
    const failure = new ParameterRefused({
      title: `the kernel does not take ${value} for the parameter ${parameter} of ${owner}: it is ${what}`,
      ...{ where, detail },
      hint: 'Give a value that the type of its module_param() allows.',
    });
    return { verdict: 'FAIL', failure };
  }
  // ENOENT and ENOEXEC are the loader's: a symbol or a file that is not as it should be.
  if (act !== 'load' || ran || errno === 'ENOENT' || errno === 'ENOEXEC') return undefined;
  if (OF_SIGNATURES.includes(errno) || (errno === 'EPERM' && UNSIGNED.test(tail)))
    return {
      verdict: 'MISS',
      failure: new ModuleUnsigned({
        title: `the kernel takes no module that its own key has not signed: ${module} (${errno})`,
        ...{ where, detail },
        hint: 'Take module.sig_enforce and lockdown out of the kernelArguments of the machine; of a kernel from source, switch MODULE_SIG_FORCE off.',
      }),
    };
  if (errno === 'EEXIST')
    return {
      verdict: 'MISS',
      failure: new ModuleInUse({
        title: `the module ${module} cannot be swapped: the guest has loaded one of that name already`,
        ...{ where, detail },
        hint: 'Another module of the cell has loaded it, or the kernel has it built in: name the modules that bring it with it.',
      }),
    };
  return {
    verdict: 'FAIL',
    failure: new ModuleRefused({
      title: `the module ${module} does not load: its init returns ${errno}`,
      ...{ where, detail },
      hint: 'Look at what its init function does, and at what it said on the console.',
    }),
  };
}
