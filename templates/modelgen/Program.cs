using ModelGen.Data;
using ModelGen.Metrics;

// Data: points and their labels. A fifth is put aside, to test the network on points it has never seen.
(Dataset<int> training, Dataset<int> test) = Spirals(count: 1000).Split(0.8, seed: 1);

Console.WriteLine(SpiralNet.Summary);
SpiralNet model = new(seed: 1);

// The training loop. One line does the same, with a progress bar: model.Fit(training, epochs: 50, validation: test)
BatchLoader<int> batches = new(training, batchSize: 32, seed: 1);
for (int epoch = 1; epoch <= 50; epoch++)
{
    double loss = 0;
    foreach (Batch<int> batch in batches.Epoch(epoch))
        loss += model.TrainStep(batch.Inputs, batch.Targets) * batch.Count;

    if (epoch % 10 == 0)
        Console.WriteLine($"Epoch {epoch}: loss {loss / training.Count:0.0000}, accuracy on the test {Accuracy.Of(model, test):0.0%}");
}

// The weights in a file, which Python reads too, and in a fresh network.
model.Save("spirals.safetensors");
SpiralNet loaded = SpiralNet.Load("spirals.safetensors");

// Prediction: one sample or many, from any thread.
float[] scores = new float[SpiralNet.OutputSize];
loaded.Predict(test.Input(0), scores);
Console.WriteLine($"The first test point belongs to spiral {test.Targets[0]}; the network says {(scores[1] > scores[0] ? 1 : 0)}.");

// Points on two spirals around the centre, with a little noise: the first coordinate of each, the second, and so on.
static Dataset<int> Spirals(int count)
{
    Random random = new(1);
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++)
    {
        labels[i] = i % 2;
        double distance = Math.Sqrt(random.NextDouble());
        double angle = 3 * Math.PI * distance + Math.PI * labels[i];
        points[2 * i] = (float)(distance * Math.Cos(angle) + 0.02 * (random.NextDouble() - 0.5));
        points[2 * i + 1] = (float)(distance * Math.Sin(angle) + 0.02 * (random.NextDouble() - 0.5));
    }

    return Dataset.FromArrays(points, labels, inputSize: 2);
}
