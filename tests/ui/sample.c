/* Sample pages and charts for the tests that look at them: made-up data, marked illustrative.
 *
 * usage: report_sample FOLDER
 *
 * Writes sample.en.html, sample.es.html (a whole page), hostile.html (names that try to be markup, and worse), one SVG
 * file of each kind of chart in each language, and terminal.txt. This is a test's tool, not a command.
 */
#include "report/chart.h"
#include "report/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cordon_language language;
#define T(english, spanish) (language == CORDON_SPANISH ? (spanish) : (english))

static void write_file(const char *folder, const char *name, text *t)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *stream = fopen(path, "wb");
	if (!stream || fwrite(text_string(t), 1, t->length, stream) != t->length || fclose(stream)) {
		perror(path);
		exit(1);
	}
	text_free(t);
}

static chart_head head_of(const char *id, const char *title, const char *description)
{
	return (chart_head){.id = id, .title = title, .description = description, .language = language};
}

/* ---- the data ---------------------------------------------------------------------------------------------------- */

#define NEEDS 9
static void make_needs(bar needs[NEEDS])
{
	const char *first = T("Tier 1: what nobody can do without", "Prelación 1: lo que a nadie puede faltar");
	const char *second = T("Tier 2: the rest of household needs", "Prelación 2: el resto de las necesidades");
	const char *t = T("t a day", "t al día");
	const bar list[NEEDS] = {
		{first, T("Bread, Cerrillos", "Pan, Cerrillos"), 41.2, 41.2, t},
		{first, T("Bread, Maipú", "Pan, Maipú"), 28.6, 28.6, t},
		{first, T("Milk for the schools of the province", "Leche para las escuelas de la provincia"), 60900, 63000,
			T("litres a day", "litros al día")},
		{first,
			T("Hospitals: oxygen, bandages and everything else on their common list",
				"Hospitales: oxígeno, vendas y todo lo demás de su lista común"),
			1, 1, ""},
		{second, T("Preserved food", "Conservas"), 9.32, 18.5, t},
		{second, T("Shoes", "Calzado"), 2110, 2113, T("pairs a day", "pares al día")},
		{second, T("Paraffin for cooking and heating", "Parafina para cocinar y calefaccionar"), 12000, 148000,
			T("litres a day", "litros al día")},
		{second, T("Soap", "Jabón"), 3.9, 3.9, t},
		{second, T("Newsprint", "Papel de diario"), 0, 22, t},
	};
	memcpy(needs, list, sizeof list);
}

#define LIMITS 5
static void make_limits(bar limits[LIMITS])
{
	const char *hours = T("hours", "horas");
	const bar list[LIMITS] = {
		{NULL, T("Lorries of the Southern depot", "Camiones del depósito Sur"), 8640, 8640,
			T("lorry-km", "camión-km")},
		{NULL, T("Retorts of the preserving works", "Autoclaves de la conservera"), 1120, 1120, hours},
		{NULL, T("Ovens", "Hornos"), 905, 960, hours},
		{NULL, T("Spinning frames", "Máquinas de hilar"), 3100, 7200, hours},
		{NULL, T("Presses", "Prensas"), 0, 640, hours},
	};
	memcpy(limits, list, sizeof list);
}

static void add_flows(text *out, const chart_head *head)
{
	const char *const heading[] = {T("From", "De"), T("Goods", "Bienes"), T("To", "A")};
	static const char *const english[] = {"Wheat farms of Maipú", "Dairy farms", "Orchards",
		"Imports through Valparaíso", "Paper mill", "Tannery", "Salt works", "Refinery", "Sugar beet farms",
		"Small workshops", "Bread and flour", "Milk", "Fruit and vegetables", "Paraffin", "Sugar", "Leather", "Paper",
		"Salt", "Soap", "Tools", "Households", "Schools", "Hospitals", "Exports"};
	static const char *const spanish[] = {"Campos de trigo de Maipú", "Lecherías", "Huertos y frutales",
		"Importaciones por Valparaíso", "Papelera", "Curtiembre", "Salinas", "Refinería", "Campos de remolacha",
		"Pequeños talleres", "Pan y harina", "Leche", "Frutas y verduras", "Parafina", "Azúcar", "Cuero", "Papel",
		"Sal", "Jabón", "Herramientas", "Hogares", "Escuelas", "Hospitales", "Exportaciones"};
	enum { NODES = sizeof english / sizeof *english, FIRST_GOOD = 10, FIRST_USE = 20 };
	flow_node node[NODES];
	for (int i = 0; i < NODES; i++)
		node[i] = (flow_node){T(english[i], spanish[i]), i < FIRST_GOOD ? 0 : i < FIRST_USE ? 1 : 2, FLOW_PLAIN, NULL};
	for (int i = FIRST_USE; i < NODES - 1; i++)
		node[i].tone = FLOW_SERVED;
	node[7].tone = node[13].tone = FLOW_SHORT;
	node[7].word = T("at its limit", "al límite");
	node[13].word = T("short", "falta");
	static const flow flows[] = {
		{0, 10, 4100},
		{3, 10, 1250},
		{1, 11, 2900},
		{2, 12, 3300},
		{3, 13, 240},
		{7, 13, 610},
		{8, 14, 800},
		{3, 14, 420},
		{5, 15, 260},
		{4, 16, 510},
		{6, 17, 90},
		{9, 18, 130},
		{9, 19, 75},
		{3, 19, 160},
		{10, 20, 4800},
		{10, 21, 350},
		{10, 22, 200},
		{11, 20, 1500},
		{11, 21, 1200},
		{11, 22, 200},
		{12, 20, 2100},
		{12, 22, 240},
		{12, 23, 960},
		{13, 20, 700},
		{13, 22, 150},
		{14, 20, 1220},
		{15, 20, 260},
		{16, 21, 400},
		{16, 23, 110},
		{17, 20, 90},
		{18, 20, 100},
		{18, 22, 30},
		{19, 20, 235},
		{3, 13, NAN},
		{3, 13, -4},
		{3, 13, 0},
	};
	flow_diagram diagram = {heading, 3, node, NODES, flows, sizeof flows / sizeof *flows, 7, NULL};
	if (!chart_add_flows(out, head, &diagram))
		abort();
}

static void add_chain(text *out, const chart_head *head)
{
	const chain_step step[] = {
		{CHAIN_NEED, T("Preserved food for households", "Conservas para los hogares"),
			T("9.32 of 18.5 t; short 9.18 t", "9,32 de 18,5 t; faltan 9,18 t"),
			T("1 t of preserves for each t", "1 t de conservas por cada t")},
		{CHAIN_RECIPE, T("Preserving", "Elaborar conservas"), T("9.32 t a day", "9,32 t al día"),
			T("120 hours of retorts for each t", "120 horas de autoclave por cada t")},
		{CHAIN_BOTTLENECK, T("Retorts of the preserving works", "Autoclaves de la conservera"),
			T("1,120 of 1,120 hours", "1.120 de 1.120 horas"), NULL},
	};
	chart_add_chain(out, head, step, sizeof step / sizeof *step);
}

static void add_long_chain(text *out, const chart_head *head)
{
	chain_step step[40];
	for (size_t i = 0; i < 40; i++)
		step[i] = (chain_step){i == 0    ? CHAIN_NEED
							   : i == 39 ? CHAIN_BOTTLENECK
							   : i % 2   ? CHAIN_RECIPE
										 : CHAIN_GOOD,
			T("Paraffin", "Parafina"), "1 / 2", i == 20 ? NULL : T("0.35 l for each l", "0,35 l por cada l")};
	chart_add_chain(out, head, step, 40);
}

static void make_table(table *t, const char *caption, const bar *list, size_t count, bool fulfilment)
{
	const table_column columns[] = {
		{"label", fulfilment ? T("Need", "Necesidad") : T("Capacity", "Capacidad"), COLUMN_TEXT, 0},
		{"part", fulfilment ? T("Served", "Cubierto") : T("Used", "En uso"), COLUMN_NUMBER, NUMBER_AUTO},
		{"whole", fulfilment ? T("Needed", "Se necesita") : T("There", "Hay"), COLUMN_NUMBER, NUMBER_AUTO},
		{"unit", T("Unit", "Unidad"), COLUMN_TEXT, 0},
		{"share", fulfilment ? T("Fulfilment", "Cobertura") : T("Use", "Uso"), COLUMN_BAR, 1},
	};
	table_begin(t, caption, language, columns, 5);
	for (size_t i = 0; i < count; i++) {
		double share = list[i].part / list[i].whole;
		table_row(t);
		table_text(t, list[i].label);
		table_number(t, list[i].part);
		table_number(t, list[i].whole);
		table_text(t, list[i].unit);
		table_share(t, share);
		table_tone(t, fulfilment ? (share < 1 ? TONE_SHORT : TONE_SERVED) : share < 1 ? TONE_PLAIN : TONE_LIMIT);
	}
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

static void add_needs_section(page *p)
{
	bar needs[NEEDS];
	make_needs(needs);
	const char *caption = T("Fulfilment of each need, by tier", "Cobertura de cada necesidad, por prelación");
	chart_head head = head_of("needs-bars", caption,
		T("Nine bars; four needs are fully served, newsprint not at all.",
			"Nueve barras; cuatro necesidades se cubren del todo, el papel de diario nada."));
	table t;
	text svg = {0};
	make_table(&t, caption, needs, NEEDS, true);
	chart_add_bars(&svg, &head, BARS_FULFILMENT, needs, NEEDS);
	page_section(p, "needs", T("What people receive", "Lo que recibe la gente"),
		T("Needs of tier 1 are served as far as possible before tier 2.",
			"Lo de prelación 1 se cubre cuanto se puede antes que lo de prelación 2."));
	page_chart(p, caption, &svg, &t, false);
	text_free(&svg);
	table_free(&t);
}

static void add_reasons_section(page *p)
{
	text svg = {0};
	page_section(p, "why", T("What is short, and why", "Qué falta y por qué"),
		T("Each chain leads from a need to what holds it up.", "Cada cadena va de una necesidad a lo que la frena."));
	page_columns_begin(p);
	for (int i = 0; i < 2; i++) {
		chart_head head =
			head_of(i ? "chain-b" : "chain-a", T("Why preserved food is short", "Por qué faltan conservas"), NULL);
		add_chain(&svg, &head);
		page_chart(p, T("Preserved food", "Conservas"), &svg, NULL, false);
		text_clear(&svg);
	}
	page_columns_end(p);
	page_subheading(p, T("The proof", "La prueba"));
	page_paragraph(p, T("One hour more of the retorts, planned anew, served 0.00833 t more: as the price foretold.",
						  "Con una hora más de autoclave, al planificar de nuevo, se cubrieron 0,00833 t más: lo que "
						  "anunciaba el precio."));
	page_note(p, T("Paraffin comes by lorry: what is said of it holds while the Southern depot is closed.",
					 "La parafina llega en camión: lo dicho vale mientras el depósito Sur esté cerrado."));
	text_free(&svg);
}

static void add_capacity_section(page *p)
{
	bar limits[LIMITS];
	make_limits(limits);
	const char *caption = T("Use of the scarcest capacities", "Uso de las capacidades más escasas");
	chart_head head = head_of("capacity-bars", caption, NULL);
	table t;
	text svg = {0};
	make_table(&t, caption, limits, LIMITS, false);
	chart_add_bars(&svg, &head, BARS_CAPACITY, limits, LIMITS);
	page_section(p, "capacity", T("Activity and capacity", "Actividad y capacidad"), NULL);
	page_chart(p, caption, &svg, NULL, false);
	page_table(p, &t, 4);
	text_free(&svg);
	table_free(&t);
}

static void add_flows_section(page *p)
{
	const char *caption = T("The largest flows, thousand escudos a day", "Los mayores flujos, mil escudos al día");
	chart_head head = head_of("flows", caption,
		T("Three columns: where goods come from, which goods, where they go.",
			"Tres columnas: de dónde vienen los bienes, cuáles son, adónde van."));
	text svg = {0};
	add_flows(&svg, &head);
	page_section(p, "flows", T("From field and workshop to the table", "Del campo y el taller a la mesa"), NULL);
	page_chart(p, caption, &svg, NULL, true);
	text_free(&svg);
}

static void add_page(text *out)
{
	page p;
	page_begin(&p, &(page_head){
					   .language = language,
					   .publication = T("Cordón. Plan of production", "Cordón. Plan de producción"),
					   .title = T("A day without lorries from the South", "Un día sin camiones del Sur"),
					   .lead = T("With the Southern depot stopped, every household of the province has its bread; "
								 "paraffin, preserves and newsprint are short.",
						   "Con el depósito Sur parado, todos los hogares de la provincia tienen su pan; faltan "
						   "parafina, conservas y papel de diario."),
					   .notice = T("Illustrative: the figures of this page are made up.",
						   "Ilustrativo: las cifras de esta página son inventadas."),
					   .footer = T("Made by cordon 0.1.0.", "Hecho con cordon 0.1.0."),
				   });
	page_figures(&p,
		(const page_figure[]){
			{T("96.7%", "96,7\xC2\xA0%"), T("Tier 1, the worst served", "Prelación 1, lo peor cubierto"),
				T("milk for the schools", "leche para las escuelas"), TONE_SHORT},
			{T("0%", "0\xC2\xA0%"), T("Tier 2, the worst served", "Prelación 2, lo peor cubierto"),
				T("newsprint", "papel de diario"), TONE_SHORT},
			{T("1.24 million hours", "1,24 millones de horas"), T("Labour", "Trabajo"),
				T("81.0% of those there are", "el 81,0\xC2\xA0% de las que hay"), TONE_PLAIN},
			{T("4.1\xC3\x97"
			   "10\xE2\x81\xBB\xE2\x81\xB9",
				 "4,1\xC3\x97"
				 "10\xE2\x81\xBB\xE2\x81\xB9"),
				T("Proven gap", "Brecha demostrada"),
				T("no plan can do better by more than this", "ningún plan puede mejorar más que esto"), TONE_SERVED},
		},
		4);
	add_needs_section(&p);
	add_reasons_section(&p);
	add_capacity_section(&p);
	add_flows_section(&p);
	page_section(&p, "check", T("Check it yourself", "Compruébelo"), NULL);
	page_paragraph(&p, T("This reads the package and the plan anew and shares no code with what made the plan:",
						   "Esto lee de nuevo el paquete y el plan, y no comparte código con lo que hizo el plan:"));
	page_code(&p, "cordon plan verify examples/province plan.json");
	page_facts(&p,
		(const page_fact[]){
			{T("Package", "Paquete"), "examples/province", true},
			{"SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", true},
			{T("Solver", "Método"), "newton+simplex", false},
		},
		3);
	page_end(&p, out);
}

/* ---- what must not break anything -------------------------------------------------------------------------------- */

static const char *const hostile[] = {
	"</title><script>alert(1)</script>",
	"\" onload=\"alert(1)",
	"]]>&amp;<!-- -->",
	"\x1b[31mred\x07",
	"not UTF-8: \xff\xc3 \xed\xa0\x80",
	"\xE2\x80\xAEright to left",
	"e\xCC\x81"
	"e\xCC\x81"
	"e\xCC\x81",
	"\xE9\xBA\xB5\xE5\x8C\x85\xE5\xB7\xA5\xE5\xBB\xA0",
	"",
	"Averyveryverylongwordwithoutanyspacethatgoesonandonandonandonandonandonandonandonandonandonandonandon",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

static void add_hostile_page(text *out)
{
	bar list[HOSTILE];
	flow_node node[2 * HOSTILE];
	flow flows[HOSTILE];
	chain_step step[HOSTILE];
	for (int i = 0; i < HOSTILE; i++) {
		list[i] = (bar){hostile[i], hostile[i], i, HOSTILE, hostile[i]};
		node[i] = (flow_node){hostile[i], 0, FLOW_SHORT, hostile[i]};
		node[HOSTILE + i] = (flow_node){hostile[i], 1, FLOW_SERVED, NULL};
		flows[i] = (flow){i, HOSTILE + i, 1 + i};
		step[i] = (chain_step){(chain_kind)(i % 4), hostile[i], hostile[i], hostile[i]};
	}
	flow_diagram diagram = {
		(const char *const[]){hostile[0], hostile[1]}, 2, node, 2 * HOSTILE, flows, HOSTILE, 0, hostile[2]};
	page p;
	page_begin(&p, &(page_head){.language = language,
					   .publication = hostile[0],
					   .title = hostile[0],
					   .lead = hostile[1],
					   .notice = hostile[2],
					   .footer = hostile[3]});
	page_section(&p, "all", hostile[0], hostile[4]);
	text svg = {0};
	table t;
	make_table(&t, hostile[0], list, HOSTILE, true);
	chart_head head = head_of("a", hostile[0], hostile[1]);
	chart_add_bars(&svg, &head, BARS_FULFILMENT, list, HOSTILE);
	page_chart(&p, hostile[0], &svg, &t, false);
	text_clear(&svg);
	head.id = "b";
	if (!chart_add_flows(&svg, &head, &diagram))
		abort();
	page_chart(&p, hostile[9], &svg, NULL, true);
	text_clear(&svg);
	head.id = "c";
	chart_add_chain(&svg, &head, step, HOSTILE);
	page_chart(&p, hostile[3], &svg, NULL, false);
	page_code(&p, hostile[0]);
	page_facts(&p, (const page_fact[]){{hostile[0], hostile[1], true}}, 1);
	page_end(&p, out);
	text_free(&svg);
	table_free(&t);
}

static void write_charts(const char *folder)
{
	const char *tag = T("en", "es");
	char name[64];
	text out = {0};
	bar needs[NEEDS], limits[LIMITS], many[200];
	make_needs(needs);
	make_limits(limits);
	for (int i = 0; i < 200; i++)
		many[i] = (bar){NULL, T("One of many", "Uno de muchos"), i, 200, NULL};
	chart_head head = head_of("chart", T("A chart", "Un gráfico"), NULL);
	head.standalone = true;
	chart_add_bars(&out, &head, BARS_FULFILMENT, needs, NEEDS);
	write_file(folder, (snprintf(name, sizeof name, "needs.%s.svg", tag), name), &out);
	chart_add_bars(&out, &head, BARS_CAPACITY, limits, LIMITS);
	write_file(folder, (snprintf(name, sizeof name, "capacity.%s.svg", tag), name), &out);
	chart_add_bars(&out, &head, BARS_FULFILMENT, many, 200);
	write_file(folder, (snprintf(name, sizeof name, "many.%s.svg", tag), name), &out);
	chart_add_bars(&out, &head, BARS_FULFILMENT, NULL, 0);
	write_file(folder, (snprintf(name, sizeof name, "none.%s.svg", tag), name), &out);
	add_flows(&out, &head);
	write_file(folder, (snprintf(name, sizeof name, "flows.%s.svg", tag), name), &out);
	add_chain(&out, &head);
	write_file(folder, (snprintf(name, sizeof name, "chain.%s.svg", tag), name), &out);
	add_long_chain(&out, &head);
	write_file(folder, (snprintf(name, sizeof name, "long-chain.%s.svg", tag), name), &out);
	add_page(&out);
	write_file(folder, (snprintf(name, sizeof name, "sample.%s.html", tag), name), &out);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: report_sample FOLDER\n", stderr);
		return 2;
	}
	text out = {0};
	for (int i = 0; i < 2; i++) {
		language = i ? CORDON_SPANISH : CORDON_ENGLISH;
		write_charts(argv[1]);
	}
	language = CORDON_ENGLISH;
	add_hostile_page(&out);
	write_file(argv[1], "hostile.html", &out);
	bar needs[NEEDS];
	make_needs(needs);
	table t;
	make_table(&t, "Needs", needs, NEEDS, true);
	table_add_terminal(&out, &t, (table_terminal){.width = 78});
	table_add_terminal(&out, &t, (table_terminal){.width = 60, .colour = true, .rows = 5});
	table_add_terminal(&out, &t, (table_terminal){.ascii = true});
	table_free(&t);
	write_file(argv[1], "terminal.txt", &out);
	return 0;
}
