using ModelGen;
using ModelGen.Data;
using ModelGen.Training;
using ViewsForecast;

int epochs = args is ["--epochs", var given] ? int.Parse(given) : 150;
Views views = new(days: 4 * 365, trainingDays: 3 * 365, seed: 7);

(string Name, int Days, Func<ITrainable<float>> Create)[] models =
[
    ("linear", 1, () => new Linear1(seed: 1)),
    ("linear", 7, () => new Linear7(seed: 1)),
    ("linear", 28, () => new Linear28(seed: 1)),
    ("linear", 56, () => new Linear56(seed: 1)),
    ("1 layer of 100 ReLU", 56, () => new Relu1(seed: 1)),
    ("2 layers", 56, () => new Relu2(seed: 1)),
    ("3 layers", 56, () => new Relu3(seed: 1)),
    ("4 layers", 56, () => new Relu4(seed: 1)),
];

Console.WriteLine($"Mean error in views a day, after {epochs} epochs\n");
Console.WriteLine("model                 days  training    test");
double before = views.LikeLastWeek(56, views.TrainingDays), after = views.LikeLastWeek(views.TrainingDays, 4 * 365);
Console.WriteLine(FormattableString.Invariant($"{"like a week ago",-20} {7,5} {before,9:0} {after,7:0}"));
foreach ((string name, int days, Func<ITrainable<float>> create) in models)
{
    (Dataset<float> training, Dataset<float> test) = views.Windows(days);
    ITrainable<float> model = create();
    model.Fit(training, epochs, batchSize: 32, quiet: true);
    double trained = model.Evaluate(training) * views.Unit, tested = model.Evaluate(test) * views.Unit;
    Console.WriteLine(FormattableString.Invariant($"{name,-20} {days,5} {trained,9:0} {tested,7:0}"));
}
