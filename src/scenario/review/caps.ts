import { LayerKind } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Caps on what a connection carries, where making one takes no time. */
export const reviewCaps = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) => {
    const { connections, to } = model.links[model.routes[plan.listOfRoute.indexOf(list)]!.link]!;
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.caps || layer.params.requestsPerConnection === Infinity || connections !== null)
        return [];
      return [
        atLayer(
          list,
          place,
          `\`requests per connection\` changes nothing here: connections to ${model.services[to]!.name} take no time. Say what one takes under \`links\`, such as \`connections: { connect: 2ms }\`.`,
        ),
      ];
    });
  });
