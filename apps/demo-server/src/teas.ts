import type { Sku, TeaKind } from "./content/tea.ts";

/** How one strength is brewed: grams of leaf for 200 ml, water in °C, time in seconds. */
interface Brew {
  readonly grams: number;
  readonly celsius: number;
  readonly seconds: number;
}

/** One tea. `price` is in pounds for a 50 g tin and a multiple of 50 pence, so that sums stay exact. */
export interface Tea {
  readonly sku: Sku;
  readonly name: string;
  readonly kind: TeaKind;
  readonly price: number;
  readonly origin: string;
  readonly grower: string;
  readonly growerUrl: string;
  readonly altitude: number;
  readonly harvest: string;
  readonly notes: readonly string[];
  readonly story: string;
  readonly brews: Readonly<Record<"light" | "balanced" | "strong", Brew>>;
}

function brews(grams: number, celsius: number, seconds: number): Tea["brews"] {
  return {
    light: { grams, celsius: celsius - 5, seconds: Math.round(seconds * 0.65) },
    balanced: { grams, celsius, seconds },
    strong: { grams: grams + 1.5, celsius, seconds: Math.round(seconds * 1.4) },
  };
}

/** The whole catalogue, in the order of the shelf. */
export const teas: readonly Tea[] = [
  {
    sku: "asatsuyu",
    name: "Sencha Asatsuyu",
    kind: "green",
    price: 14.5,
    origin: "Kagoshima, Japan",
    grower: "Nakamura Tea Garden",
    growerUrl: "https://example.com/growers/nakamura",
    altitude: 180,
    harvest: "First flush, late April",
    notes: ["sweet pea", "sea air", "melon"],
    story:
      "Asatsuyu means morning dew. The Nakamuras shade the bushes for a week before picking, and steam the leaf within two hours, so the cup comes out thick, jade green and almost brothy.",
    brews: brews(4, 70, 75),
  },
  {
    sku: "longjing",
    name: "Longjing Shi Feng",
    kind: "green",
    price: 19,
    origin: "Hangzhou, China",
    grower: "Lion Peak Growers",
    growerUrl: "https://example.com/growers/lion-peak",
    altitude: 410,
    harvest: "Before Qingming, late March",
    notes: ["chestnut", "oat", "spring grass"],
    story:
      "Four people press the leaf flat against a hot wok by hand, a kilo an hour between them. The flat blade keeps the toasted chestnut note that gave this hill its name.",
    brews: brews(3.5, 80, 120),
  },
  {
    sku: "darjeeling",
    name: "Darjeeling Margaret’s Hope",
    kind: "black",
    price: 12.5,
    origin: "Kurseong, India",
    grower: "Margaret’s Hope Cooperative",
    growerUrl: "https://example.com/growers/margarets-hope",
    altitude: 1550,
    harvest: "Second flush, June",
    notes: ["muscat grape", "cedar", "apricot"],
    story:
      "In June small green leafhoppers bite the shoots, and the bush answers with the muscat scent that Darjeeling is known for. Nothing is sprayed: the insect is the recipe.",
    brews: brews(3, 92, 180),
  },
  {
    sku: "assam",
    name: "Assam Mangalam",
    kind: "black",
    price: 9,
    origin: "Sibsagar, India",
    grower: "Mangalam Estate",
    growerUrl: "https://example.com/growers/mangalam",
    altitude: 95,
    harvest: "Second flush, early July",
    notes: ["malt", "honey", "dried fig"],
    story:
      "Grown on the flood plain of the Brahmaputra, full of golden tips. It takes milk without a complaint and is the tin that empties first behind our own counter.",
    brews: brews(3, 96, 210),
  },
  {
    sku: "dong-ding",
    name: "Dong Ding Charcoal",
    kind: "oolong",
    price: 17,
    origin: "Lugu, Taiwan",
    grower: "Chen Family Garden",
    growerUrl: "https://example.com/growers/chen",
    altitude: 740,
    harvest: "Winter, November",
    notes: ["roast almond", "brown sugar", "osmanthus"],
    story:
      "Mr Chen roasts over longan charcoal for eleven hours and sleeps beside the baskets. The roast sits on top at first; by the third cup the flowers come through.",
    brews: brews(5, 95, 60),
  },
  {
    sku: "iron-goddess",
    name: "Iron Goddess",
    kind: "oolong",
    price: 15.5,
    origin: "Anxi, China",
    grower: "Xiping Hill Farm",
    growerUrl: "https://example.com/growers/xiping",
    altitude: 860,
    harvest: "Autumn, October",
    notes: ["orchid", "cream", "green plum"],
    story:
      "Rolled thirty times in cloth until each leaf is a tight green bead. Give it room: the beads open to five times their size and keep giving for six infusions.",
    brews: brews(5, 93, 50),
  },
  {
    sku: "silver-needle",
    name: "Silver Needle",
    kind: "white",
    price: 22,
    origin: "Fuding, China",
    grower: "Taimu Mountain Pickers",
    growerUrl: "https://example.com/growers/taimu",
    altitude: 620,
    harvest: "Early April",
    notes: ["hay", "white peach", "cucumber"],
    story:
      "Only the unopened bud, dried for two days in moving air and never touched by heat. It looks like nothing in the cup, then tastes of peach for a quarter of an hour.",
    brews: brews(4, 78, 240),
  },
  {
    sku: "verbena",
    name: "Lemon Verbena",
    kind: "herbal",
    price: 7.5,
    origin: "Drôme, France",
    grower: "La Ferme du Vent",
    growerUrl: "https://example.com/growers/ferme-du-vent",
    altitude: 330,
    harvest: "August",
    notes: ["lemon peel", "meadow", "mint"],
    story:
      "Whole leaves, dried in the attic of a stone barn where the wind does the work. No caffeine, no bitterness, and no reason to look at the clock while it brews.",
    brews: brews(2, 98, 360),
  },
];

const bySku = new Map(teas.map((tea) => [tea.sku, tea]));

/** The tea with this code. A `Sku` always has one. */
export function teaOf(sku: Sku): Tea {
  const tea = bySku.get(sku);
  if (!tea) throw new Error(`The catalogue has no tea with the code ${sku}.`);
  return tea;
}

/** An amount in pounds as text for people and models, for example `£12.50`. */
export function pounds(amount: number): string {
  return `£${amount.toFixed(2)}`;
}
