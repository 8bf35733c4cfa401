using ModelGen;
using ModelGen.Analysis;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;

// A table with missing values and categories, and what its columns hold.
Table table = Table.FromCsv(Path.Combine(AppContext.BaseDirectory, "data", "penguins.csv"));
Console.WriteLine($"{table}\n");

// Medians, deviations and categories are those of the training rows.
(Table learn, Table measure) = table.Split(0.75, seed: 1);
TableEncoding encoding = TableEncoding.Fit(learn, target: "species");
Dataset<int> training = encoding.Classes(learn), test = encoding.Classes(measure);
Console.WriteLine($"{encoding.InputSize} inputs: {string.Join(", ", encoding.FeatureNames)}\n");

// Can it learn at all? Then the training, with the best weights kept.
PenguinNet model = new(seed: 1);
Console.WriteLine($"{OverfitCheck.Run(model, training.Take(16).Inputs, training.Take(16).Targets)}\n");
History history = model.Fit(training, new FitOptions<int>
{
    Epochs = 60,
    BatchSize = 16,
    Validation = test,
    Callbacks = [new EarlyStopping("val_loss") { Patience = 10 }],
    Progress = null,
});

ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
Console.WriteLine($"{confusion.ToString(80)}\n");
Console.WriteLine("What the network needs: accuracy lost when a column is shuffled");
foreach (Importance importance in PermutationImportance.Of(
    model, test, Metric.Accuracy, encoding.FeatureNames, repetitions: 20, seed: 1))
    Console.WriteLine(FormattableString.Invariant($"  {importance.Name,-18} {importance.Mean,6:0.000} ± {importance.Deviation:0.000}"));

float[] probabilities = new float[test.Count * PenguinNet.OutputSize];
model.Predict(test.Inputs, probabilities);
for (int row = 0; row < probabilities.Length; row += PenguinNet.OutputSize)
{
    Span<float> own = probabilities.AsSpan(row, PenguinNet.OutputSize);
    Classification.Softmax(own, own);
}

string report = args is ["--report", var path] ? path : "penguins.html";
new TrainingReport("Penguins", history) { Summary = PenguinNet.Summary, Matrix = confusion }
    .AddLossSurface(LossSurface.Compute(model, training, radius: 1.5, points: 25, seed: 1))
    .AddCalibration(CalibrationError.Bins(probabilities, test.Targets, 10))
    .AddText("Units that do not learn", DeadUnits.Find(model, training).ToString())
    .Save(report);
Console.WriteLine($"\nThe report is in {report}");
return confusion.Accuracy > 0.95 ? 0 : 1;

/// <summary>Tells three species of penguins apart. The input has as many numbers as the encoding gives.</summary>
[Model]
[Input(10), Dense(16), Relu, Dense(3)]
[SoftmaxCrossEntropy, Adam(1e-2)]
public sealed partial class PenguinNet;
