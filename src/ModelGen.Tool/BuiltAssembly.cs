using System.Reflection;
using System.Runtime.Loader;
using ModelGen.Onnx;

namespace ModelGen.Tool;

/// <summary>An assembly that a user has built, loaded with what lies beside it, and the models that it declares.</summary>
/// <remarks>ModelGen and ModelGen.Onnx are the tool's own, so that the models are <see cref="IModel"/> here; they must be of its version.
/// </remarks>
internal sealed class BuiltAssembly : IDisposable
{
    private static readonly Assembly[] Shared = [typeof(IModel).Assembly, typeof(OnnxExport).Assembly];

    private readonly Context _context;
    private readonly Type[] _types;

    /// <summary>Loads the assembly.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no assembly, or one for which this tool is of the wrong version.</exception>
    public BuiltAssembly(string path)
    {
        Path = path;
        if (Directory.Exists(path))
            throw new InvalidDataException($"'{path}' is a folder; the .dll that the build has written is needed.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'. Build the project first.", path);
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            _context = new Context(full);
            Assembly assembly = _context.LoadFromAssemblyPath(full);
            CheckVersions(assembly);
            _types = Types(assembly);
        }
        catch (Exception problem) when (problem is BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"'{path}' cannot be loaded; the .dll of a project that is built for .NET {Environment.Version.Major} or older is needed. "
                    + problem.Message,
                problem);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    private IEnumerable<Type> Models => _types.Where(type =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IModel).IsAssignableFrom(type));

    /// <summary>Makes a model, with fresh weights.</summary>
    /// <param name="name">The name of its class, with or without the namespace; null if there is one only.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or several fit; or it cannot be made.</exception>
    public IModel Create(string? name)
    {
        Type type = Find(name);
        ConstructorInfo constructor = type.GetConstructors()
            .Where(one => one.GetParameters().All(parameter => parameter.IsOptional))
            .MinBy(one => one.GetParameters().Length)
            ?? throw new InvalidDataException($"{Name(type)} has no public constructor that can be called without arguments.");
        try
        {
            return (IModel)constructor.Invoke(
                BindingFlags.OptionalParamBinding,
                binder: null,
                [.. constructor.GetParameters().Select(_ => Type.Missing)],
                culture: null);
        }
        catch (TargetInvocationException problem)
        {
            throw new InvalidDataException(
                $"{Name(type)} cannot be made: {problem.InnerException?.Message ?? problem.Message}", problem);
        }
    }

    /// <summary>The name of a class with its namespace, as C# writes it.</summary>
    public static string Name(Type type) => type.FullName!.Replace('+', '.');

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    private Type Find(string? name)
    {
        Type[] models = [.. Models.OrderBy(Name, StringComparer.Ordinal)];
        string all = string.Join(", ", models.Select(Name));
        if (models.Length == 0)
        {
            throw new InvalidDataException(
                $"'{Path}' has no class with [Model] that is trained. Those that only predict have no parameters any more; export the "
                    + "class that was trained.");
        }

        if (name is null)
        {
            return models.Length == 1 ? models[0] : throw new InvalidDataException(
                $"'{Path}' has several models; --class says which: {all}.");
        }

        Type[] fitting = [.. models.Where(type => Name(type) == name)];
        if (fitting.Length == 0) fitting = [.. models.Where(type => Name(type).EndsWith("." + name, StringComparison.Ordinal))];
        return fitting.Length switch
        {
            1 => fitting[0],
            0 when _types.Any(type => Name(type) == name || type.Name == name) => throw new InvalidDataException(
                $"The class '{name}' in '{Path}' is no model that is trained, so that it cannot be exported; there are: {all}."),
            0 => throw new InvalidDataException($"There is no model '{name}' in '{Path}'; there are: {all}."),
            _ => throw new InvalidDataException(
                $"'{name}' fits several models in '{Path}'; --class needs the namespace: {string.Join(", ", fitting.Select(Name))}."),
        };
    }

    private void CheckVersions(Assembly assembly)
    {
        foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
        {
            if (Shared.FirstOrDefault(own => own.GetName().Name == reference.Name)?.GetName() is not { } own) continue;
            if (own.Version == reference.Version) continue;
            string wanted = reference.Version!.ToString(3);
            throw new InvalidDataException(
                $"'{Path}' was built with {reference.Name} {wanted}, and this tool is of version {own.Version!.ToString(3)}. "
                    + $"'dotnet tool update ModelGen.Tool --version {wanted}' installs the one that fits.");
        }
    }

    /// <summary>The types that can be loaded: others may need a framework on which the tool does not run, such as a web app's.</summary>
    private static Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException problem)
        {
            return [.. problem.Types.OfType<Type>()];
        }
    }

    private sealed class Context(string path) : AssemblyLoadContext(path, isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Shared.FirstOrDefault(own => own.GetName().Name == assemblyName.Name) is { } own ? own
            : _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
            : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
