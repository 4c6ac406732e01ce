/** Something the shop will not do, said in one sentence that a person or a model can act on. Tools answer it as `isError`. */
export class ShopError extends Error {
  override readonly name = "ShopError";
}
