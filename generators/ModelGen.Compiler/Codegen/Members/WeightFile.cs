using System.Text;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Weights;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>
/// The positions of the weights in the file that <c>Save</c> writes: a header as the runtime's writer prints it, followed by the
/// numbers.
/// </summary>
internal sealed class WeightFile
{
    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);

    /// <param name="model">The model, built for inference.</param>
    public WeightFile(BuiltModel model)
    {
        IReadOnlyList<ParameterInfo> parameters = model.Stored;
        // The widest numbers come first, and begin at a multiple of 8, behind the 8 bytes with the header's length.
        parameters = [.. parameters.OrderByDescending(BytesOfElement)];
        var start = sizeof(long) + ((Header(parameters, Architecture.Of(model)).Length + 7L) / 8 * 8);
        foreach (var parameter in parameters)
        {
            _starts.Add(parameter.Name, start);
            start += Bytes(parameter);
        }
    }

    /// <summary>The first byte of a parameter, counted from the beginning of the file.</summary>
    public long this[ParameterInfo parameter] => _starts[parameter.Name];

    public static long Bytes(ParameterInfo parameter) => (long)BytesOfElement(parameter) * parameter.Elements;

    private static int BytesOfElement(ParameterInfo parameter) => parameter.IsCount ? sizeof(long) : parameter.Saved.Bytes();

    // Names are identifiers and dots, so that a character is a byte and needs no escape.
    private static string Header(IReadOnlyList<ParameterInfo> parameters, string architecture)
    {
        var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"");
        header.Append(",\"").Append(WeightsReader.ArchitectureKey).Append("\":\"").Append(architecture).Append("\"}");
        var offset = 0L;
        foreach (var parameter in parameters)
        {
            header
                .Append(",\"")
                .Append(parameter.Name)
                .Append("\":{\"dtype\":\"")
                .Append(parameter.IsCount ? "I64" : parameter.Saved.Name())
                .Append("\",\"shape\":[")
                .Append(string.Join(",", parameter.StandardShape.Select(d => Literals.Integer(d))))
                .Append("],\"data_offsets\":[").Append(Literals.Integer(offset)).Append(',');
            offset += Bytes(parameter);
            header.Append(Literals.Integer(offset)).Append("]}");
        }

        return header.Append('}').ToString();
    }
}
