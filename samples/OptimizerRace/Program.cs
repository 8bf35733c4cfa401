using ModelGen;
using ModelGen.Runtime;
using OptimizerRace;

const int Steps = 100;
const float StartX = -2, StartY = 1.6f, GoalX = 1, GoalY = -0.5f;

// Samples (2, 0), (0, 6) and their targets: the loss is 2·(x − 1)² + 18·(y + 0.5)², a valley nine times as steep across as along.
float[] inputs = [2, 0, 0, 6], targets = [2 * GoalX, 6 * GoalY];

(string Name, Func<ITrainable<float>> Create)[] racers =
[
    ("Sgd", () => new WithSgd()), ("Momentum", () => new WithMomentum()), ("Nesterov", () => new WithNesterov()),
    ("Adagrad", () => new WithAdagrad()), ("RmsProp", () => new WithRmsProp()), ("Adam", () => new WithAdam()),
    ("RAdam", () => new WithRAdam()), ("Lion", () => new WithLion()),
];

List<(string Name, List<(float X, float Y)> Path)> paths = [];
Console.WriteLine($"{"optimizer",-10} {"rate",6} {"loss at 10",11} {"at 30",9} {"at " + Steps,9}   ends at");
foreach ((string name, Func<ITrainable<float>> create) in racers)
{
    ITrainable<float> model = create();
    TensorView weight = model.Parameters[0].Value;
    (weight[0], weight[1]) = (StartX, StartY);
    List<(float X, float Y)> path = [(StartX, StartY)];
    List<double> losses = [];
    for (int step = 0; step < Steps; step++)
    {
        model.TrainStep(inputs, targets);
        path.Add((weight[0], weight[1]));
        losses.Add(model.Evaluate(inputs, targets));
    }

    paths.Add((name, path));
    Console.WriteLine(
        FormattableString.Invariant($"{name,-10} {model.LearningRate,6} {losses[9],11:0.0000} {losses[29],9:0.0000} {losses[^1],9:0.0000}")
            + FormattableString.Invariant($"   ({weight[0]:0.00}, {weight[1]:0.00})"));
}

string picture = args is ["--out", var file] ? file : "race.svg";
File.WriteAllText(picture, RacePicture.ToSvg(paths, (GoalX, GoalY)));
Console.WriteLine($"\nThe paths are in {picture}");
