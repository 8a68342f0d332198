/* What can be asked of supply: outlets, goods, cycles, deliveries, stock, prices, complaints, transfers. */
#include "cli/queries_private.h"

#include "supply/answers.h"
#include "supply/ceiling.h"
#include "supply/complaint.h"
#include "supply/price.h"
#include "supply/stock.h"
#include "supply/transfer.h"

#define SUPPLY_ASK(name, call)                                                                                         \
	static json_t *name(const query_asked *a)                                                                      \
	{                                                                                                              \
		return query_sealed(call);                                                                             \
	}
SUPPLY_ASK(ask_outlets, supply_outlets(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_goods, supply_goods(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_cycles, supply_cycles(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_deliveries, supply_deliveries(a->state, a->value[0], a->whole[1], a->time))
SUPPLY_ASK(ask_stock, stock_report(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_prices, prices_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_ceilings, ceilings_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_complaints, complaints_data(a->state, a->value[0], a->time))
SUPPLY_ASK(ask_transfers, transfer_list(a->state, a->value[0], a->time))

const http_query queries_supply[] = {
	{.name = "outlets",
	 .path = "/api/supply/{body}/outlets",
	 .summary = N_("where a body's households draw"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_outlets},
	{.name = "goods",
	 .path = "/api/supply/{body}/goods",
	 .summary = N_("what a body gives out"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_goods},
	{.name = "cycles",
	 .path = "/api/supply/{body}/cycles",
	 .summary = N_("a body's cycles, with what arrived in each"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = LIST_OF("cycles"),
	 .ask = ask_cycles},
	{.name = "deliveries",
	 .path = "/api/supply/{body}/deliveries",
	 .summary = N_("what was expected and what arrived"),
	 .parameter = {BODY_PARAMETER, {"cycle", N_("of one cycle"), QUERY_WHOLE, false, 1, 1000000}},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_deliveries},
	{.name = "stock",
	 .path = "/api/supply/{body}/stock",
	 .summary = N_("stock accounts, and what in them does not balance"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_stock},
	{.name = "prices",
	 .path = "/api/supply/{body}/prices",
	 .summary = N_("reported prices"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_prices},
	{.name = "ceilings",
	 .path = "/api/supply/{body}/ceilings",
	 .summary = N_("ceilings that hold"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_ceilings},
	{.name = "complaints",
	 .path = "/api/supply/{body}/complaints",
	 .summary = N_("complaints and what came of them"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_complaints},
	{.name = "transfers",
	 .path = "/api/supply/{body}/transfers",
	 .summary = N_("goods under way between places"),
	 .parameter = {BODY_PARAMETER},
	 .moment = true,
	 .schema = ANY_OBJECT,
	 .ask = ask_transfers},
	{.name = NULL},
};
