// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <sys/ioctl.h>

#include "contract.h"
#include "observe.h"
#include "optin.h"

bool optin_exists(void)
{
	return contract_says("optin", "ioctl") || contract_says("optin", "feature");
}

long long optin_request(void)
{
	long long request = contract_number("optin.request");

	return request < 0 ? request : (long long)_IO(request >> 8, request & 0xff);
}

uint32_t optin_flag(void)
{
	return contract_number("optin.flag");
}

uint32_t optin_reserved(void)
{
	return contract_number("optin.reserved");
}

bool optin_may_withdraw(void)
{
	return !contract_says("optin.withdraw", "none");
}

const char *optin_call_at(int device, const void *argument)
{
	int result;

	if (optin_request() < 0)
		return "(no optin.request in the contract)";
	result = ioctl(device, optin_request(), argument);
	/* Neither success nor an errno: a client that asks for < 0 goes on, one that asks for 0 does not. */
	if (result > 0)
		return "(more than 0)";
	return errno_name(result ? errno : 0);
}

const char *optin_call(int device, uint32_t argsz, uint32_t flags)
{
	struct optin_argument argument = { .argsz = argsz, .flags = flags };

	return optin_call_at(device, &argument);
}

const char *optin_enable(int device)
{
	return optin_call(device, sizeof(struct optin_argument), optin_flag());
}

const char *optin_given(bool mappable)
{
	return mappable ? "ok" : contract_value("optin.nothing");
}

const char *optin_withdraw(int device)
{
	return optin_call(device, sizeof(struct optin_argument), 0);
}

void optin_settle(int device)
{
	if (optin_exists() && optin_may_withdraw())
		optin_withdraw(device);
}
