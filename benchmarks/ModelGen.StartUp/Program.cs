using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using ModelGen;
using ModelGen.StartUp;

// A process that does one thing for the first time and prints what that took: the constructor, the first call, the second call,
// and the just-in-time compiler within the first two of them, in milliseconds, and how many methods that compiled.
Measured measured = args switch
{
    ["nothing"] => default,
    ["Tiny", "predict"] => First.Predict(() => new Tiny(1)),
    ["Tiny", "step"] => First.Step(() => new Tiny(1), 1f),
    ["Digits", "predict"] => First.Predict(() => new Digits(1)),
    ["Digits", "step"] => First.Step(() => new Digits(1), 1),
    ["WideDigits", "predict"] => First.Predict(() => new WideDigits(1)),
    ["WideDigits", "step"] => First.Step(() => new WideDigits(1), 1),
    _ => throw new ArgumentException(
        $"'{string.Join(' ', args)}' is not known; say nothing, or Tiny, Digits or WideDigits, and predict or step."),
};

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{measured.Constructor} {measured.First} {measured.Second} {measured.Compiler} {measured.Methods}"));

namespace ModelGen.StartUp
{
    /// <summary>Times in milliseconds, and the number of methods compiled.</summary>
    internal readonly record struct Measured(double Constructor, double First, double Second, double Compiler, long Methods);

    /// <summary>Does something twice and takes the times.</summary>
    internal static class First
    {
        private const int BatchSize = 32;

        /// <summary>The constructor, and <c>Predict</c> of one sample.</summary>
        public static Measured Predict<TModel>(Func<TModel> create)
            where TModel : IModel
        {
            return Measure(create, static model =>
            {
                float[] input = new float[model.InputSize], output = new float[model.OutputSize];
                return () => model.Predict(input, output);
            });
        }

        /// <summary>The constructor, and <c>TrainStep</c> of a batch.</summary>
        public static Measured Step<TTarget>(Func<ITrainable<TTarget>> create, TTarget target)
            where TTarget : unmanaged
        {
            return Measure(create, model =>
            {
                float[] input = new float[BatchSize * model.InputSize];
                TTarget[] targets = new TTarget[BatchSize * model.TargetSize];
                Array.Fill(input, 0.5f);
                Array.Fill(targets, target);
                return () => model.TrainStep(input, targets);
            });
        }

        private static Measured Measure<TModel>(Func<TModel> create, Func<TModel, Action> prepare)
        {
            (TimeSpan compilerBefore, long methodsBefore) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
            long start = Stopwatch.GetTimestamp();
            TModel model = create();
            double constructor = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Action call = prepare(model);
            double first = Time(call);
            (TimeSpan compiler, long methods) = (
                JitInfo.GetCompilationTime() - compilerBefore,
                JitInfo.GetCompiledMethodCount() - methodsBefore);
            return new Measured(constructor, first, Time(call), compiler.TotalMilliseconds, methods);
        }

        private static double Time(Action call)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
