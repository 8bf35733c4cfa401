using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Compiler.Losses;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>The rules of <c>docs/guide/arithmetic.md</c>, section "Special values", against PyTorch.</summary>
public sealed partial class SpecialValueTests
{
    private const float Tolerance = 1e-5f;

    /// <summary>NaN, infinities, zeros, tiny and huge numbers, and the kinks of each activation with their neighbours.</summary>
    [Fact]
    public void Activations_have_the_values_and_gradients_of_PyTorch_at_every_kink() => Compare("activations");

    /// <summary>NaN and infinities at every place of a window, windows full of equal numbers, several NaN in one.</summary>
    [Fact]
    public void Maxima_have_the_values_and_gradients_of_PyTorch() => Compare("maxima");

    /// <summary>Maxima and sums over classes, along the lanes and across them.</summary>
    [Fact]
    public void Softmax_has_the_values_and_gradients_of_PyTorch() => Compare("softmaxes");

    /// <summary>Values, and gradients in the output, where losses have kinks, and beside them.</summary>
    [Fact]
    public void Losses_have_the_values_and_gradients_of_PyTorch_at_every_kink()
    {
        foreach (SpecialLayer layer in SpecialReferences.Layers("losses"))
        {
            // The outputs are the weights, for the one input is 1: the gradients in the biases are those in the outputs.
            int outputs = layer.Input.Length;
            string source = string.Create(
                CultureInfo.InvariantCulture,
                $"[Model]\n[Input(1), Dense({outputs})]\n[{layer.Declaration}, Sgd(0.1)]\npublic sealed partial class Net;\n");
            ModelPrograms programs = new(DeclarationText.Source(source));
            bool hasLabels = programs.Built.Losses[0].TargetKind == TargetKind.Classes;
            Targets targets = hasLabels ? new Targets(null, layer.Labels) : new Targets(layer.Targets, null);
            foreach (int bits in CompiledModel.Widths)
            {
                InterpretedModel model = new(programs, bits);
                model.Parameters["dense1.weight"].Value.CopyFrom(layer.Input);
                model.Parameters["dense1.bias"].Value.Fill(0);
                string where = string.Create(CultureInfo.InvariantCulture, $"{layer.Declaration}, {bits} bits");
                SpecialNumbers.AssertNear(where, [], layer.Output, [model.Evaluate([[1]], targets)], Tolerance);
                model.TrainStep([[1]], targets);
                float[] gradient = model.Parameters["dense1.bias"].Gradient.ToArray();
                SpecialNumbers.AssertNear(where + ", gradient", layer.Input, layer.Gradient, gradient, Tolerance);
            }
        }
    }

    /// <summary>The table of kinks in the guide, of layers and of losses.</summary>
    [Fact]
    public void The_guide_says_the_value_and_the_gradient_at_every_kink()
    {
        MatchCollection rows = Row().Matches(File.ReadAllText(Path.Combine(Folder(), "../../../docs/guide/arithmetic.md")));
        Assert.Equal(12, rows.Count);
        foreach (Match row in rows)
        {
            (string of, bool isLoss) = (row.Groups["of"].Value, row.Groups["loss"].Success);
            float[] numbers =
            [
                .. new[] { "at", "value", "gradient" }.Select(name => float.Parse(row.Groups[name].Value, CultureInfo.InvariantCulture)),
            ];
            string layers = isLoss
                ? $"[Input(1), Dense(1), {of}, Sgd(0.1)]"
                : $"[Input(1, Name = \"x\"), {of}, As(\"y\"), Input(1, Name = \"one\"), Dense(1), Concat(\"y\")] "
                    + "[MeanSquaredError, Sgd(0.1)]";
            ModelPrograms programs = new(DeclarationText.Source($"[Model]\n{layers}\npublic sealed partial class Net;\n"));
            foreach (int bits in CompiledModel.Widths)
            {
                InterpretedModel model = new(programs, bits);
                float[] actual;
                if (isLoss)
                {
                    model.Parameters["dense1.weight"].Value.CopyFrom([numbers[0]]);
                    model.Parameters["dense1.bias"].Value.Fill(0);
                    float loss = model.TrainStep([[1]], new Targets([0], null));
                    actual = [loss, model.Parameters["dense1.bias"].Gradient[0]];
                }
                else
                {
                    float value = model.Forward([[numbers[0]], [1]])[0][1];
                    actual = [value, model.Backward([0, 1])[0][0]];
                }

                SpecialNumbers.AssertNear(of, [], numbers[1..], actual, 1e-7f);
            }
        }
    }

    [GeneratedRegex(
        @"^\| `(?<of>[^`]+)`(?<loss> of y − t)? \| (?<at>\S+) \| (?<value>\S+) \| (?<gradient>\S+) \|\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static void Compare(string name)
    {
        SpecialLayer[] layers = SpecialReferences.Layers(name);
        Assert.NotEmpty(layers);
        foreach ((string where, IModelUnderTest model) in SpecialReferences.Everywhere(SpecialReferences.Model(layers)))
        {
            // All samples, whole vectors of which lie side by side, and few, which do not fill one.
            foreach (int samples in new[] { layers[0].Samples, 3 })
            {
                (float[][] outputs, float[][] gradients) = SpecialReferences.Run(model, layers, samples);
                for (int i = 0; i < layers.Length; i++)
                {
                    string which = string.Create(CultureInfo.InvariantCulture, $"{layers[i].Declaration}, {where}, {samples} samples");
                    float[] input = layers[i].Of(layers[i].Input, samples);
                    SpecialNumbers.AssertNear(which, input, layers[i].Of(layers[i].Output, samples), outputs[i], Tolerance);
                    SpecialNumbers.AssertNear(
                        which + ", gradient",
                        input,
                        layers[i].Of(layers[i].Gradient, samples),
                        gradients[i],
                        Tolerance);
                }
            }
        }
    }
}
