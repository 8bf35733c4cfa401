using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Calibrate</c>, of models with arithmetic of 8 bits.</summary>
internal static class Calibration
{
    private const string Share = "share";

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.Measured == 0) return;
        var docs = Documentation.Summary(
            "Measures with n ≥ 1 samples how large the numbers are that arrive at layers computed in whole numbers of 8 bits, as in "
                + "prediction. The results replace those before, in <c>Parameters</c>; <c>Save</c> writes them. Call it once the model is "
                + "trained, with data like those it is for: a few hundred samples.");
        Prediction.Inputs(docs, model);
        members.Method(
            docs.Param(
                    Share,
                    "Which share of the samples has all of its numbers within the range of a layer, over 0 and at most 1. With less than "
                        + "1, single large numbers are cut, and others keep more precision.")
                .Throws("System.ArgumentException", "A length does not fit, or a number is not finite; the model is unchanged.")
                .Throws("System.ArithmeticException", "A number within the model is not finite; the model is unchanged."),
            "public void Calibrate",
            [.. Framework.Read(model.Inputs), $"double {Share} = 1"],
            [
                .. Checks.Inputs(model),
                .. model.NumericInputs.Select(
                    input => $"{Framework.Arguments}.Finite({input.Parameter}, {input.SizeConstant}, {input.NameOf});"),
                "",
                $"var {GraphOutput.Ranges} = {Framework.Calibration}.For(samples, {Literals.Integer(model.Measured)}, {Share});",
                Checks.Call(
                    KernelMethods.Measure(model),
                    [
                        .. model.Inputs.Select(i => i.Parameter),
                        .. model.StateWidth > 0 ? [BatchStart.Zeros(model)] : Array.Empty<string>(),
                        GraphOutput.Ranges,
                        "samples",
                    ]),
                $"{Framework.Calibration}.Set(Parameters, {GraphOutput.Ranges}, {Share});",
            ]);
    }
}
