using System.Globalization;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Whole;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;
using ModelGen.Serialization;
using ModelGen.Training;

namespace ModelGen.Benchmarks.Precision;

/// <summary>
/// The command <c>precision</c>: trains LeNet-5 on Fashion-MNIST, saves its weights in each form, and prints what was lost and won.
/// </summary>
/// <remarks>Accuracy is that of the weights loaded again from each file, on the 10,000 images of the test.</remarks>
internal static class PrecisionCommand
{
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>precision</c>: the number of epochs, and the folder with the images.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        int epochs = 8;
        if (arguments.Count > 2 || (arguments.Count > 0 && !int.TryParse(arguments[0], CultureInfo.InvariantCulture, out epochs))
            || epochs < 1)
            throw new UsageException("precision [epochs] [folder of the four files of Fashion-MNIST]");
        string folder = arguments.Count > 1 ? arguments[1] : DebianFolder;
        if (!Directory.Exists(folder))
            throw new UsageException($"There is no folder '{folder}'. On Debian: apt-get install dataset-fashion-mnist");
        (Dataset<int> training, Dataset<int> test) = (Read(folder, "train"), Read(folder, "t10k"));
        Standardization standardization = Standardization.Fit(training);
        (training, test) = (training.Standardize(standardization), test.Standardize(standardization));

        LeNetFloat32 trained = new(seed: 1);
        trained.Fit(training, new FitOptions<int> { Epochs = epochs, BatchSize = 64, Seed = 1 });
        double right = ConfusionMatrix.Of(trained, test).Accuracy;
        string path = Path.GetTempFileName();
        try
        {
            trained.Save(path);
            long whole = new FileInfo(path).Length;
            List<IReadOnlyList<string>> rows = [Row("Float32", right, right, whole, whole)];
            foreach (ITrainable<int> model in (ITrainable<int>[])[new LeNetFloat16(), new LeNetBFloat16(), new LeNetInt8()])
            {
                trained.Save(path);
                SafeTensors.Load(path, model.Parameters);
                model.Save(path);
                SafeTensors.Load(path, model.Parameters);
                rows.Add(
                    Row(
                        model.GetType().Name["LeNet".Length..],
                        ConfusionMatrix.Of(model, test).Accuracy,
                        right,
                        new FileInfo(path).Length,
                        whole));
            }

            double whole8 = WholeAccuracy(trained, training, test, out long bytes);
            rows.Add(Row("Arithmetic.Int8", whole8, right, bytes, whole));
            new TextTable(["<storage", "accuracy", "points lost", "bytes of the file", "of those of floats"], rows).Show();
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    /// <summary>The accuracy of an app in whole numbers of 8 bits, calibrated with some samples of the training.</summary>
    private static double WholeAccuracy(LeNetFloat32 trained, Dataset<int> training, Dataset<int> test, out long bytes)
    {
        const int Some = 1000;
        long length = 0;
        WholeModel app = WholeModel.Make(
            WholeCommand.LeNet,
            isWhole: true,
            model =>
            {
                // The block gives other names. The order is the same, and what is measured comes last.
                foreach ((Parameter own, Parameter learned) in model.Parameters.Zip(trained.Parameters))
                    own.Value.CopyFrom(learned.Value.ToArray());
            },
            training.Take(Some).Inputs,
            file => length = file.Length);
        bytes = length;
        float[] scores = new float[test.Count * 10];
        app.Predict(test.Inputs, scores);
        int rightOnes = 0;
        for (int i = 0; i < test.Count; i++)
            if (IndexOfLargest(scores.AsSpan(10 * i, 10)) == test.Targets[i]) rightOnes++;
        return (double)rightOnes / test.Count;

        static int IndexOfLargest(ReadOnlySpan<float> values)
        {
            int largest = 0;
            for (int i = 1; i < values.Length; i++)
                if (values[i] > values[largest]) largest = i;
            return largest;
        }
    }

    private static string[] Row(string storage, double accuracy, double right, long bytes, long whole) =>
    [
        storage,
        Text(100 * accuracy, "F2") + " %",
        Text(100 * (right - accuracy), "F2"),
        Text(bytes, "N0"),
        Text(100.0 * bytes / whole, "F1") + " %",
    ];

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static Dataset<int> Read(string folder, string name)
    {
        return Dataset.FromIdx(Find($"{name}-images-idx3-ubyte"), Find($"{name}-labels-idx1-ubyte"));

        string Find(string file) =>
            new[] { file + ".gz", file }.Select(f => Path.Combine(folder, f)).FirstOrDefault(File.Exists)
            ?? throw new UsageException($"'{folder}' has no file '{file}', with or without '.gz'.");
    }
}
