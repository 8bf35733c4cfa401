using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.Generator.Frontend;

/// <summary>Which calls of <c>Tensor</c>'s members are layers.</summary>
internal static class LayerMethods
{
    /// <summary>The parameters of poolings as functions have them.</summary>
    private const int OfWindows = 3;

    /// <summary>
    /// Whether a call is that of a layer: every layer is an instance method with a <c>name</c>, and so is <c>As</c>. Poolings are
    /// functions, too, unless an argument is given that only the layer has.
    /// </summary>
    public static bool Is(IInvocationOperation call) =>
        call.Instance is not null
        && call.TargetMethod.Parameters.Any(IsName)
        && !(IsWindow(call.TargetMethod)
            && call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || IsOfWindow(argument)));

    /// <summary>Whether a method is a pooling with windows of equal sides.</summary>
    public static bool IsWindow(IMethodSymbol method) =>
        method.Name is "MaxPool1D" or "MaxPool2D" or "AvgPool1D" or "AvgPool2D" && method.Parameters[0].Type is not IArrayTypeSymbol;

    /// <summary>Whether an argument is one that the function has as well.</summary>
    public static bool IsOfWindow(IArgumentOperation argument) => argument.Parameter!.Ordinal < OfWindows;

    private static bool IsName(IParameterSymbol parameter) =>
        parameter.Name == "name" && parameter.Type.SpecialType == SpecialType.System_String;
}
