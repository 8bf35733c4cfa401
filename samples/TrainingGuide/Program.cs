using ModelGen;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;
using TrainingGuide;

const int Epochs = 60;
string folder = args is ["--out", var given] ? given : ".";

// Few samples, so that it shows what is learned by heart: 200 to learn from, 400 to watch, the rest for the end.
Dataset<int> digits = Dataset.FromCsv(
    Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"), new CsvOptions { Scale = 1f / 16, InputShape = [1, 8, 8] });
(Dataset<int> few, Dataset<int> test) = digits.Split(600, digits.Count - 600, seed: 1, stratify: true);
(Dataset<int> training, Dataset<int> validation) = few.Split(200, 400, seed: 1, stratify: true);

Console.WriteLine("                    loss on training and validation data         accuracy on");
Console.WriteLine("                    after 5 epochs  at the end      least at     the test data");
Show("plain", new Plain(seed: 1));
Show("early stopping", new Plain(seed: 1), [new EarlyStopping("val_loss") { Patience = 5 }]);
Show("dropout", new WithDropout(seed: 1));
Show("L2", new WithL2(seed: 1));
Show("augmentation", new Plain(seed: 1), augmentations: [new RandomCrop(1)]);

// How much of a difference is luck? Each fifth is measured once by a network that did not see it.
Console.WriteLine();
List<double> accuracies = [];
foreach ((Dataset<int> learn, Dataset<int> measure) in few.Folds(CrossValidation.StratifiedKFold(few.Targets, folds: 5, seed: 1)))
{
    WithDropout model = new(seed: 1);
    model.Fit(learn, new FitOptions<int> { Epochs = Epochs, BatchSize = 32, Progress = null });
    accuracies.Add(Metric.Accuracy.Measure(model, measure));
}

double mean = accuracies.Average(), deviation = Math.Sqrt(accuracies.Average(value => (value - mean) * (value - mean)));
Console.WriteLine(FormattableString.Invariant(
    $"5 folds with dropout: {string.Join(", ", accuracies.Select(value => value.ToString("0.000")))}; {mean:0.000} ± {deviation:0.000}"));
return 0;

void Show(string name, ITrainable<int> model, TrainingCallback[]? callbacks = null, Augmentation[]? augmentations = null)
{
    History history = model.Fit(training, new FitOptions<int>
    {
        Epochs = Epochs,
        BatchSize = 32,
        Validation = validation,
        Callbacks = callbacks ?? [],
        Augmentations = augmentations ?? [],
        Progress = null,
    });
    double[] losses = [.. history["loss"]], watched = [.. history["val_loss"]];
    int best = Array.IndexOf(watched, watched.Min()) + 1;
    double accuracy = Metric.Accuracy.Measure(model, test);
    Console.WriteLine(
        FormattableString.Invariant($"{name,-19} {losses[4],6:0.000} {watched[4],6:0.000}   {losses[^1],6:0.000} {watched[^1],6:0.000}")
            + FormattableString.Invariant($"   epoch {best,2}  {accuracy,12:0.000}"));
    string file = Path.Combine(folder, name.Replace(' ', '-') + ".html");
    new TrainingReport(name, history) { Matrix = ConfusionMatrix.Of(model, test) }.Save(file);
}
