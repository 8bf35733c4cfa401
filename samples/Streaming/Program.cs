using System.Diagnostics;
using System.Globalization;
using ModelGen;
using ModelGen.Training;
using Samples;
using Streaming;

const int Window = Forecaster.Window, Ahead = Recording.Ahead, Rate = Recording.Rate;
bool differs = false;
int code = CommandLine.Run(args, Options.Help, () => Run(Options.Parse(args)));
return code == 0 && differs ? 1 : code;

void Run(Options options)
{
    Recording recording = Recording.Read(options.Data);
    float[] signal = recording.Millivolts;
    Console.WriteLine($"An electrocardiogram of {recording.Seconds:0} s, {Rate} values a second");
    Console.WriteLine($"The forecast is for {Ahead} values later, {1000.0 * Ahead / Rate:0} ms");

    // A fifth at the end is put aside, in whole windows.
    int held = signal.Length / 5 / Window * Window, first = signal.Length - held - Ahead;
    Forecaster model = new(options.Seed) { Threads = options.Threads };
    Console.WriteLine($"{Forecaster.ParameterCount:N0} parameters\n");
    Train(model, signal.AsSpan(0, first), options.Epochs);

    ReadOnlySpan<float> seen = signal.AsSpan(first, held), later = signal.AsSpan(first + Ahead, held);
    float[] windows = InWindows(model, seen);
    float[] steps = InSteps(model, seen, out double[] microseconds);

    // In the first second the network finds out where it is.
    Console.WriteLine($"\nRoot mean square error in the {held / Rate} s put aside, in mV");
    Console.WriteLine($"  the value now           {Error(Baselines.AsNow(seen), later):0.0000}");
    Console.WriteLine($"  linear in {Baselines.Values} values     {Error(Baselines.Linear(signal.AsSpan(0, first), seen), later):0.0000}");
    Console.WriteLine($"  LSTM of {Forecaster.Units} units        {Error(steps, later):0.0000}");

    int different = steps.Zip(windows).Count(pair => !pair.First.Equals(pair.Second));
    differs = different > 0;
    Array.Sort(microseconds);
    Console.WriteLine($"\nValue by value: {steps.Length:N0} steps, of which {different} differ from whole windows");
    Console.WriteLine($"  a value comes every     {1e6 / Rate:N0} µs");
    Console.WriteLine($"  a step takes            {At(0.5):0.00} µs (median), {At(0.99):0.00} µs (99 %)");
    if (options.Out is not null) Save(options.Out, later, steps);

    double At(double share) => microseconds[(int)(share * (microseconds.Length - 1))];
}

// Pieces of the recording are read side by side, window after window; each goes on from its own state.
static void Train(Forecaster model, ReadOnlySpan<float> signal, int epochs)
{
    const int Pieces = 48;
    int length = (signal.Length - Ahead) / Pieces / Window * Window;
    float[] inputs = new float[Pieces * Window], targets = new float[inputs.Length];
    BatchState state = model.NewBatchState(Pieces);
    CosineDecay schedule = new(Math.Max(1, epochs), end: 0.01);
    float rate = model.LearningRate;
    for (int epoch = 0; epoch < epochs; epoch++)
    {
        model.LearningRate = (float)(rate * schedule.Factor(epoch));
        state.Reset();
        double sum = 0;
        for (int start = 0; start < length; start += Window)
        {
            for (int piece = 0; piece < Pieces; piece++)
            {
                signal.Slice((piece * length) + start, Window).CopyTo(inputs.AsSpan(piece * Window));
                signal.Slice((piece * length) + start + Ahead, Window).CopyTo(targets.AsSpan(piece * Window));
            }

            sum += model.TrainStep(inputs, targets, state);
        }

        if (epoch == 0 || (epoch + 1) % 10 == 0)
            Console.WriteLine($"epoch {epoch + 1,3}   error {Math.Sqrt(sum / (length / Window)):0.0000} mV");
    }
}

// The forecast in windows, the state carried on.
static float[] InWindows(Forecaster model, ReadOnlySpan<float> signal)
{
    float[] forecast = new float[signal.Length];
    BatchState state = model.NewBatchState(samples: 1);
    for (int start = 0; start < signal.Length; start += Window)
        model.Predict(signal.Slice(start, Window), state, forecast.AsSpan(start, Window));
    return forecast;
}

// The forecast value by value, as they come, and how long each took.
static float[] InSteps(Forecaster model, ReadOnlySpan<float> signal, out double[] microseconds)
{
    float[] forecast = new float[signal.Length];
    microseconds = new double[signal.Length];
    Forecaster.State state = model.NewState();
    for (int i = 0; i < signal.Length; i++)
    {
        long began = Stopwatch.GetTimestamp();
        model.Step(signal.Slice(i, 1), state, forecast.AsSpan(i, 1));
        // A TimeSpan counts tenths of a microsecond, which is too coarse here.
        microseconds[i] = (Stopwatch.GetTimestamp() - began) * 1e6 / Stopwatch.Frequency;
    }

    return forecast;
}

static double Error(float[] forecast, ReadOnlySpan<float> later)
{
    double sum = 0;
    for (int i = Rate; i < forecast.Length; i++) sum += Math.Pow(forecast[i] - later[i], 2);
    return Math.Sqrt(sum / (forecast.Length - Rate));
}

static void Save(string path, ReadOnlySpan<float> later, float[] forecast)
{
    using StreamWriter writer = new(path);
    writer.WriteLine("seconds,millivolts,forecast");
    for (int i = 0; i < forecast.Length; i++)
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(double)i / Rate:0.0000},{later[i]:0.000},{forecast[i]:0.0000}"));
    Console.WriteLine($"\nSaved to {path}");
}
