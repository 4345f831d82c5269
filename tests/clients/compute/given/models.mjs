// Repository and file of each model that the documentation names, as the registry's owner has added them.
import { setup } from "../../node.mjs";

export const models = setup.models;
