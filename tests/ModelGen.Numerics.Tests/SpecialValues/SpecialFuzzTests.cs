using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Runtime;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>
/// NaN, infinities, zeros of both signs, tiny and huge numbers among inputs, targets and weights. <see cref="TableTests"/> have all models,
/// interpreted.
/// </summary>
public sealed class SpecialFuzzTests(ITestOutputHelper output)
{
    /// <summary>Compiled kernels against interpreted ones: predictions, losses, gradients.</summary>
    [Theory]
    [MemberData(nameof(CompiledTests.Names), MemberType = typeof(CompiledTests))]
    public void Compiled_kernels_agree_with_interpreted_ones(string name)
    {
        Subject compiled = new(name, output, isCompiled: true, CompiledWidths.Of(name)), interpreted = new(name, output);
        Random random = new(compiled.Seed);
        Batch batch = SpecialFuzz.Sprinkled(compiled, SpecialFuzz.Specials, random);
        Batch finite = SpecialFuzz.Sprinkled(compiled, SpecialFuzz.Specials.AsSpan(3), random);
        float[] upstream = Batch.Normal(SpecialFuzz.Samples * compiled.OutputSize, random);
        SpecialFuzz.Sprinkle(upstream, SpecialFuzz.Specials, random);
        float[][] weights = [.. interpreted.Make().Parameters.Select(p => p.Value.ToArray())];
        if (random.Next(2) == 0) SpecialFuzz.Sprinkle(compiled, weights, SpecialFuzz.Specials, random);
        foreach (int bits in CompiledWidths.Of(name))
        {
            foreach (((string what, float[] right), (_, float[] given)) in All(interpreted.Make(bits)).Zip(All(compiled.Make(bits))))
                SpecialNumbers.AssertSame(
                    string.Create(CultureInfo.InvariantCulture, $"{compiled.Where}, {bits} bits, {what}"),
                    right,
                    given);
        }

        IEnumerable<(string What, float[] Values)> All(IModelUnderTest instance)
        {
            SpecialFuzz.Set(instance, weights);
            foreach (float[] values in instance.Predict(batch.Inputs)) yield return ("Predict", values);
            yield return ("Evaluate", [instance.Evaluate(batch.Inputs, batch.Targets)]);
            instance.ZeroGradients();
            foreach (float[] values in instance.Forward(batch.Inputs)) yield return ("Forward", values);
            foreach (float[] values in instance.Backward(upstream)) yield return ("Backward", values);
            foreach (Parameter parameter in instance.Parameters) yield return (parameter.Name, parameter.Gradient.ToArray());
            // Only finite samples can be learned from.
            yield return ("TrainStep", [Loss(instance, finite)]);
            foreach (Parameter parameter in instance.Parameters) yield return (parameter.Name + " after it", parameter.Value.ToArray());
        }

        static float Loss(IModelUnderTest instance, Batch batch)
        {
            try
            {
                return instance.TrainStep(batch.Inputs, batch.Targets);
            }
            catch (ArithmeticException)
            {
                // The loss is no number. Nothing was updated.
                return float.NaN;
            }
        }
    }
}
