using System.Globalization;
using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen.TestKit;

/// <summary>Chooses the vector width of a model class, whatever the processor prefers.</summary>
/// <remarks>A class asks for its width when it is first used, and the setting belongs to the process: one class at a time.</remarks>
public static class WidthSetting
{
    private static readonly Lock Setting = new();

    /// <summary>Makes a model. Its constructor looks at the setting, too, and must not see that of another class.</summary>
    /// <param name="create">Calls the constructor.</param>
    public static object Create(Func<object> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        lock (Setting) return create();
    }

    /// <summary>Initialises a model class that was just loaded.</summary>
    /// <param name="model">The class.</param>
    /// <param name="bits">512, 256 or 128. A width the processor lacks becomes the widest it has.</param>
    public static void Initialize(Type model, int bits)
    {
        lock (Setting)
        {
            AppContext.SetData(VectorWidth.Setting, bits.ToString(CultureInfo.InvariantCulture));
            try
            {
                RuntimeHelpers.RunClassConstructor(model.TypeHandle);
            }
            finally
            {
                AppContext.SetData(VectorWidth.Setting, null);
            }
        }
    }
}
