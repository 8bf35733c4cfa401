using ModelGen;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;
using TrainingGuide;

string report = args is ["--report", var path] ? path : "training-guide.html";
const int Epochs = 150, Patience = 10;
Digits digits = new(seed: 1);
Console.WriteLine($"{digits.Training.Count} digits to learn from, {digits.Test.Count} to measure with\n");

// 1. What overfitting looks like: the curve of the training falls, that of other digits turns.
PlainNet plain = new(seed: 1);
History history = Fit(plain);
Console.WriteLine("Plain      epoch  training  validation");
foreach (int epoch in (int[])[1, 5, 10, 20, 40, 80, 150])
    Console.WriteLine(Line($"{epoch,16} {history["loss"][epoch - 1],9:0.000} {history["val_loss"][epoch - 1],11:0.000}"));

// 2. What helps. Each row is a training of its own; early stopping gives the weights of its best epoch back.
Console.WriteLine("\n                       epochs  training     test  accuracy");
Row("plain", plain, history);
PlainNet stopped = new(seed: 1);
EarlyStopping stopping = new("val_loss") { Patience = Patience };
Row("early stopping", stopped, Fit(stopped, callbacks: [stopping]));
DropoutNet dropout = new(seed: 1);
Row("dropout", dropout, Fit(dropout));
L2Net l2 = new(seed: 1);
Row("L2", l2, Fit(l2));
PlainNet augmented = new(seed: 1);
Augmentation[] moved = [new RandomCrop(1), new RandomRotation(10)];
Row("augmentation", augmented, Fit(augmented, moved));
AllNet together = new(seed: 1);
History best = Fit(together, moved, [new EarlyStopping("val_loss") { Patience = 3 * Patience }]);
Row("all of them", together, best);

// 3. Which one, if there were no other digits? Five times a fifth is put aside, and each digit is predicted once.
Console.WriteLine("\nFive folds of the hundred digits: accuracy by their labels, of which 15 are wrong");
(string Name, Func<ITrainable<int>> Create)[] candidates =
    [("plain", () => new PlainNet(1)), ("dropout", () => new DropoutNet(1)), ("L2", () => new L2Net(1))];
foreach ((string name, Func<ITrainable<int>> create) in candidates)
{
    double[] accuracies =
    [
        .. digits.Training.Folds(CrossValidation.StratifiedKFold(digits.Training.Targets, folds: 5, seed: 1)).Select(fold =>
        {
            ITrainable<int> model = create();
            model.Fit(fold.Training, new FitOptions<int> { Epochs = 40, BatchSize = 20, Seed = 1, Progress = null });
            return Metric.Accuracy.Measure(model, fold.Validation);
        }),
    ];
    double mean = accuracies.Average(), deviation = Math.Sqrt(accuracies.Average(accuracy => (accuracy - mean) * (accuracy - mean)));
    Console.WriteLine(Line($"{name,-22} {mean,6:0.00} ± {deviation:0.00}"));
}

new TrainingReport("All of them", best) { Summary = AllNet.Summary, Matrix = ConfusionMatrix.Of(together, digits.Test) }
    .AddMistakes(digits.Test, Mistake.Of(together, digits.Test))
    .Save(report);
new TrainingReport("Plain", history) { Summary = PlainNet.Summary, Matrix = ConfusionMatrix.Of(plain, digits.Test) }
    .Save(Path.ChangeExtension(report, ".plain.html"));
Console.WriteLine($"\nThe curves are in {report} and {Path.ChangeExtension(report, ".plain.html")}");
return 0;

History Fit(ITrainable<int> model, Augmentation[]? augmentations = null, TrainingCallback[]? callbacks = null) =>
    model.Fit(digits.Training, new FitOptions<int>
    {
        Epochs = Epochs,
        BatchSize = 20,
        Seed = 1,
        Validation = digits.Validation,
        Augmentations = augmentations ?? [],
        Callbacks = callbacks ?? [],
        Progress = null,
    });

void Row(string name, ITrainable<int> model, History trained)
{
    (double training, double test) = (model.Evaluate(digits.Training), model.Evaluate(digits.Test));
    double right = Metric.Accuracy.Measure(model, digits.Test);
    Console.WriteLine(Line($"{name,-22} {trained.Epochs.Count,6} {training,9:0.000} {test,8:0.000} {right,9:0.000}"));
}

static string Line(FormattableString text) => FormattableString.Invariant(text);
