// Asks chrono about phrases: JSON in, JSON out. A start or an end is [year, month, day, hour, minute].
const chrono = require("chrono-node");
const fs = require("fs");

const phrases = JSON.parse(fs.readFileSync(0, "utf8"));
const reader = { fr: chrono.fr, en: chrono.en.GB };
const parse = (p) =>
	reader[p.Lang].parse(p.Text, { instant: new Date(p.Now), timezone: p.Offset }, { forwardDate: true });
const wall = (c) => (c ? ["year", "month", "day", "hour", "minute"].map((f) => c.get(f) ?? 0) : []);
// What has no hour means the day; chrono puts noon there.
const start = (c) => (c && !c.isCertain("hour") ? [...wall(c).slice(0, 3), 0, 0] : wall(c));

const ns = {};
for (const lang of ["fr", "en"]) {
	const mine = phrases.filter((p) => p.Lang === lang);
	const rounds = 40;
	for (let i = 0; i < rounds / 4; i++) mine.forEach(parse); // until it is compiled
	const begun = process.hrtime.bigint();
	for (let i = 0; i < rounds; i++) mine.forEach(parse);
	ns[lang] = Number(process.hrtime.bigint() - begun) / rounds / Math.max(mine.length, 1);
}
const answers = phrases.map((p) => {
	const [found] = parse(p);
	return found ? { Start: start(found.start), End: wall(found.end) } : { Start: [], End: [] };
});
console.log(JSON.stringify({ NS: ns, Answers: answers }));
