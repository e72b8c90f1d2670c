// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** No machine is called that. */
export class UnknownMachine extends Failure {
  readonly code = 'UNKNOWN_NAME';
}

/** The file of a machine is none. */
export class MachineMalformed extends Failure {
  readonly code = 'MACHINE_MALFORMED';
}

/** The folder for a run's artefacts is in use. */
export class OutputTaken extends Failure {
  readonly code = 'USAGE';
}

/** The guest's init did not report within the limit. */
export class BootTimeout extends Failure {
  readonly code = 'BOOT_TIMEOUT';
}

/** The guest's kernel panicked. */
export class Panic extends Failure {
  readonly code = 'PANIC';
}

/** A warning, an oops, or a report of lockdep, a sanitizer or a watchdog in the guest's console. */
export class Splat extends Failure {
  readonly code = 'SPLAT';
}

/** The guest, or one program in it, gave no sign of life within the limit. */
export class Hang extends Failure {
  readonly code = 'HANG';
}

/** The guest wrote more to its console than anybody would read. */
export class Flood extends Failure {
  readonly code = 'FLOOD';
}

/** QEMU ended before the guest said that it was done. */
export class GuestExited extends Failure {
  readonly code = 'GUEST_EXITED';
}

/** QEMU was killed by somebody else. */
export class QemuKilled extends Failure {
  readonly code = 'QEMU_KILLED';
}

/** QEMU stopped the guest in its tracks: its accelerator, or a device, could not go on. */
export class GuestStopped extends Failure {
  readonly code = 'GUEST_STOPPED';
}

/** KVM was asked for by name, and does not run a kernel on this host. */
export class NoKvm extends Failure {
  readonly code = 'NO_KVM';
}

/** A program's output is not a whole KTAP document. */
export class MalformedKtap extends Failure {
  readonly code = 'MALFORMED_KTAP';
}

/** A cell was asked for, and no test of it ran. */
export class NothingRan extends Failure {
  readonly code = 'NOTHING_RAN';
}

/** A machine lacks what the topic's subsystem needs of it: a trait, a device. */
export class MachineUnsuitable extends Failure {
  readonly code = 'MACHINE_UNSUITABLE';
}

/** The driver under test did not take its device. */
export class DeviceRefused extends Failure {
  readonly code = 'DEVICE_REFUSED';
}

/** A module's own code ended its loading with an error. */
export class ModuleRefused extends Failure {
  readonly code = 'MODULE_REFUSED';
}

/** The kernel does not take the value of a module's parameter. */
export class ParameterRefused extends Failure {
  readonly code = 'PARAMETER_REFUSED';
}

/** A module cannot be swapped: something holds it, or the guest has one of its name already. */
export class ModuleInUse extends Failure {
  readonly code = 'MODULE_IN_USE';
}

/** The guest's kernel takes signed modules only. */
export class ModuleUnsigned extends Failure {
  readonly code = 'MODULE_UNSIGNED';
}

/** The same cell passed in one boot and failed in another. */
export class TestsFlaky extends Failure {
  readonly code = 'TESTS_FLAKY';
}

/** Tests ran to their end, and some of them failed. */
export class TestsFailed extends Failure {
  readonly code = 'TESTS_FAILED';
}
