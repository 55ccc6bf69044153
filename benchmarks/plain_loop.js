// The training loop of a playground in the browser: one object for each neuron and connection.
//
// A 2-4-2-1 of tanh, half squared error, mini-batches from a shuffled order. Activation and error are
// picked by name, as their menus have it, and a derivative takes z. For each sample it runs forward
// and back through the objects and adds up derivatives; after a batch each weight moves by the rate
// times their mean. The first line of stdin is the data; each line after it is a number of
// updates to make, and is answered with the microseconds that one took.

const readline = require("node:readline");

const SIZES = [2, 4, 2, 1];
const RATE = 0.03;
const batch = Number(process.argv[2]);

const ACTIVATIONS = {
  tanh: {
    value: (z) => Math.tanh(z),
    derivative: (z) => {
      const a = Math.tanh(z);
      return 1 - a * a;
    },
  },
  sigmoid: {
    value: (z) => 1 / (1 + Math.exp(-z)),
    derivative: (z) => {
      const a = 1 / (1 + Math.exp(-z));
      return a * (1 - a);
    },
  },
  relu: { value: (z) => Math.max(0, z), derivative: (z) => (z > 0 ? 1 : 0) },
};

const ERRORS = {
  half_squared_error: { value: (a, y) => (a - y) ** 2 / 2, derivative: (a, y) => a - y },
};

class Link {
  constructor(source, target) {
    this.source = source;
    this.target = target;
    this.weight = Math.random() - 0.5;
    this.derivatives = 0;
  }
}

class Neuron {
  constructor(activation) {
    this.activation = activation;
    this.inputs = [];
    this.outputs = [];
    this.bias = 0.1;
    this.derivatives = 0;
    this.z = 0;
    this.a = 0;
    this.da = 0;
    this.delta = 0;
  }

  forward() {
    this.z = this.bias;
    for (const link of this.inputs) {
      this.z += link.weight * link.source.a;
    }
    this.a = this.activation.value(this.z);
  }
}

function built() {
  const layers = SIZES.map((size) => Array.from({ length: size }, () => new Neuron(ACTIVATIONS.tanh)));
  for (let l = 1; l < layers.length; l++) {
    for (const target of layers[l]) {
      for (const source of layers[l - 1]) {
        const link = new Link(source, target);
        source.outputs.push(link);
        target.inputs.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, x) {
  x.forEach((value, i) => {
    layers[0][i].a = value;
  });
  for (const layer of layers.slice(1)) {
    for (const neuron of layer) neuron.forward();
  }
  return layers[layers.length - 1][0].a;
}

function backward(layers, y, error) {
  const output = layers[layers.length - 1][0];
  output.da = error.derivative(output.a, y);
  for (let l = layers.length - 1; l > 0; l--) {
    for (const neuron of layers[l]) {
      if (neuron !== output) {
        neuron.da = 0;
        for (const link of neuron.outputs) neuron.da += link.weight * link.target.delta;
      }
      neuron.delta = neuron.da * neuron.activation.derivative(neuron.z);
      neuron.derivatives += neuron.delta;
      for (const link of neuron.inputs) link.derivatives += neuron.delta * link.source.a;
    }
  }
}

function update(layers, samples) {
  for (const layer of layers.slice(1)) {
    for (const neuron of layer) {
      neuron.bias -= (RATE * neuron.derivatives) / samples;
      neuron.derivatives = 0;
      for (const link of neuron.inputs) {
        link.weight -= (RATE * link.derivatives) / samples;
        link.derivatives = 0;
      }
    }
  }
}

function shuffle(order) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

function* updates(layers, x, y, error) {
  const order = x.map((_, row) => row);
  for (;;) {
    shuffle(order);
    for (let start = 0; start < order.length; start += batch) {
      const end = Math.min(start + batch, order.length);
      let loss = 0;
      for (let k = start; k < end; k++) {
        const row = order[k];
        loss += error.value(forward(layers, x[row]), y[row]);
        backward(layers, y[row], error);
      }
      update(layers, end - start);
      yield loss / (end - start);
    }
  }
}

let run = null;
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  if (run === null) {
    const { x, y } = JSON.parse(line);
    run = updates(built(), x, y, ERRORS.half_squared_error);
    console.log("ready");
    return;
  }
  const count = Number(line);
  const start = process.hrtime.bigint();
  for (let k = 0; k < count; k++) run.next();
  console.log(Number(process.hrtime.bigint() - start) / 1000 / count);
});
